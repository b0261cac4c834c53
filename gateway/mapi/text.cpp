#include "gateway/mapi/text.hpp"

#include <algorithm>
#include <limits>

#include "protocol/wire/code_page.hpp"

namespace mapigate::mapi {

using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using oxcdata::String8;

namespace {

// What an 8-bit string of a client without a known code page holds beyond ASCII cannot be said better.
wire::u32 known(wire::u32 code_page) { return wire::is_known(code_page) ? code_page : fallback_code_page; }

template <class Operand>
void make_operand_unicode(Operand& operand, wire::u32 code_page) {
  if (!operand.restriction) return;
  oxcdata::Restriction copy = *operand.restriction;
  make_unicode(copy, code_page);
  operand.restriction = std::make_shared<const oxcdata::Restriction>(std::move(copy));
}

struct MakeUnicode {
  wire::u32 code_page;

  void operator()(oxcdata::AndRestriction& all) const { each(all.restrictions); }
  void operator()(oxcdata::OrRestriction& any) const { each(any.restrictions); }
  void operator()(oxcdata::NotRestriction& no) const { make_operand_unicode(no.restriction, code_page); }
  void operator()(oxcdata::ContentRestriction& content) const { tagged(content); }
  void operator()(oxcdata::PropertyRestriction& property) const { tagged(property); }
  void operator()(oxcdata::ComparePropertiesRestriction& compare) const {
    compare.property_tag_1 = unicode_tag(compare.property_tag_1);
    compare.property_tag_2 = unicode_tag(compare.property_tag_2);
  }
  void operator()(oxcdata::BitMaskRestriction&) const {}
  // The size of a string is that of the type that was named.
  void operator()(oxcdata::SizeRestriction&) const {}
  void operator()(oxcdata::ExistRestriction& exist) const {
    exist.property_tag = unicode_tag(exist.property_tag);
  }
  void operator()(oxcdata::SubObjectRestriction& sub_object) const {
    make_operand_unicode(sub_object.restriction, code_page);
  }
  void operator()(oxcdata::CommentRestriction& comment) const {
    for (auto& value : comment.tagged_values) make_unicode(value, code_page);
    make_operand_unicode(comment.restriction, code_page);
  }
  void operator()(oxcdata::CountRestriction& count) const {
    make_operand_unicode(count.restriction, code_page);
  }

 private:
  void each(std::vector<oxcdata::Restriction>& restrictions) const {
    for (auto& restriction : restrictions) make_unicode(restriction, code_page);
  }
  template <class T>
  void tagged(T& restriction) const {
    restriction.property_tag = unicode_tag(restriction.property_tag);
    make_unicode(restriction.tagged_value, code_page);
  }
};

std::vector<String8> all_to_string8(const std::vector<std::u16string>& texts, wire::u32 code_page) {
  std::vector<String8> result;
  result.reserve(texts.size());
  for (const std::u16string& text : texts) result.push_back(to_string8(text, code_page));
  return result;
}

// In place: most strings have no zero.
void cut_at_zero(std::u16string& text) { text.resize(until_zero(text).size()); }

}  // namespace

wire::u32 code_page_of(const MailboxSession& session) { return known(session.default_code_page); }

std::u16string_view until_zero(std::u16string_view text) { return text.substr(0, text.find(u'\0')); }

std::u16string to_unicode(std::string_view bytes, wire::u32 code_page) {
  auto text = wire::from_code_page(bytes, known(code_page));
  return std::move(*text);
}

std::u16string to_unicode(const MailboxSession& session, const oxcdata::Text& text) {
  if (const auto* unicode = std::get_if<std::u16string>(&text)) return *unicode;
  return to_unicode(std::get<String8>(text).bytes, code_page_of(session));
}

String8 to_string8(std::u16string_view text, wire::u32 code_page) {
  auto bytes = wire::to_code_page(until_zero(text), known(code_page));
  return {std::move(*bytes)};
}

oxcdata::Text to_text(const MailboxSession& session, std::u16string_view text, bool unicode) {
  if (unicode) return std::u16string(until_zero(text));
  return to_string8(text, code_page_of(session));
}

PropertyType unicode_type(PropertyType type) {
  constexpr wire::u16 bit =
      static_cast<wire::u16>(PropertyType::string) ^ static_cast<wire::u16>(PropertyType::string8);
  const PropertyType single = oxcdata::single_type(type);
  if (single != PropertyType::string8 && single != PropertyType::multiple_string8) return type;
  return static_cast<PropertyType>(static_cast<wire::u16>(type) ^ bit);
}

void make_unicode(PropertyValue& value, wire::u32 code_page) {
  if (const auto* text = std::get_if<String8>(&value)) {
    value = to_unicode(text->bytes, code_page);
  } else if (const auto* texts = std::get_if<std::vector<String8>>(&value)) {
    std::vector<std::u16string> unicode;
    unicode.reserve(texts->size());
    for (const String8& one : *texts) unicode.push_back(to_unicode(one.bytes, code_page));
    value = std::move(unicode);
  } else if (auto* restriction = std::get_if<oxcdata::RestrictionValue>(&value)) {
    make_operand_unicode(*restriction, code_page);
  }
}

void make_unicode(oxcdata::TaggedPropertyValue& value, wire::u32 code_page) {
  make_unicode(value.value, code_page);
  value.tag = unicode_tag(value.tag);
}

void make_unicode(oxcdata::Restriction& restriction, wire::u32 code_page) {
  std::visit(MakeUnicode{code_page}, restriction.alternative);
}

PropertyValue as_wanted(PropertyValue value, const WantedType& wanted) {
  const bool any = wanted.type == PropertyType::unspecified;
  if (auto* text = std::get_if<std::u16string>(&value)) {
    if (any ? !wanted.unicode : wanted.type == PropertyType::string8) {
      return to_string8(*text, wanted.code_page);
    }
    cut_at_zero(*text);
  } else if (auto* texts = std::get_if<std::vector<std::u16string>>(&value)) {
    if (any ? !wanted.unicode : wanted.type == PropertyType::multiple_string8) {
      return all_to_string8(*texts, wanted.code_page);
    }
    std::ranges::for_each(*texts, cut_at_zero);
  } else if (const auto* large = std::get_if<wire::i64>(&value);
             large && wanted.type == PropertyType::integer32) {
    using Limits = std::numeric_limits<wire::i32>;
    return static_cast<wire::i32>(std::clamp<wire::i64>(*large, Limits::min(), Limits::max()));
  } else if (const auto* small = std::get_if<wire::i32>(&value);
             small && wanted.type == PropertyType::integer64) {
    return wire::i64{*small};
  }
  if (any || oxcdata::type_of(value) == wanted.type) return value;
  return oxcdata::ErrorCode::unexpected_type;
}

}  // namespace mapigate::mapi
