#include "gateway/mapi/text.hpp"

#include <algorithm>
#include <limits>

#include "protocol/wire/code_page.hpp"

namespace mapigate::mapi {

using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using oxcdata::String8;

namespace {

// What an 8-bit string of a client without a known code page holds beyond ASCII cannot be said better.
wire::u32 known(wire::u32 code_page) { return wire::is_known(code_page) ? code_page : fallback_code_page; }

PropertyTag string8_tag(PropertyTag tag) {
  const PropertyType type = oxcdata::type_of(tag);
  if (type == PropertyType::string) return oxcdata::with_type(tag, PropertyType::string8);
  if (type == PropertyType::multiple_string) return oxcdata::with_type(tag, PropertyType::multiple_string8);
  return tag;
}

// A restriction with its strings in Unicode, or in a code page.
struct Convert {
  wire::u32 code_page;
  bool unicode;

  void operator()(oxcdata::Restriction& restriction) const { std::visit(*this, restriction.alternative); }
  void operator()(oxcdata::RestrictionValue& operand) const {
    if (!operand.restriction) return;
    oxcdata::Restriction copy = *operand.restriction;
    (*this)(copy);
    operand.restriction = std::make_shared<const oxcdata::Restriction>(std::move(copy));
  }
  void operator()(PropertyTag& tag) const { tag = unicode ? unicode_tag(tag) : string8_tag(tag); }
  void operator()(oxcdata::TaggedPropertyValue& tagged) const {
    if (auto* restriction = std::get_if<oxcdata::RestrictionValue>(&tagged.value)) {
      (*this)(*restriction);
    } else if (unicode) {
      make_unicode(tagged.value, code_page);
    } else {
      tagged.value = as_wanted(std::move(tagged.value), {PropertyType::unspecified, false, code_page});
    }
    (*this)(tagged.tag);
  }

  void operator()(oxcdata::AndRestriction& all) const { each(all.restrictions); }
  void operator()(oxcdata::OrRestriction& any) const { each(any.restrictions); }
  void operator()(oxcdata::NotRestriction& no) const { (*this)(no.restriction); }
  void operator()(oxcdata::ContentRestriction& content) const {
    (*this)(content.property_tag);
    (*this)(content.tagged_value);
  }
  void operator()(oxcdata::PropertyRestriction& property) const {
    (*this)(property.property_tag);
    (*this)(property.tagged_value);
  }
  void operator()(oxcdata::ComparePropertiesRestriction& compare) const {
    (*this)(compare.property_tag_1);
    (*this)(compare.property_tag_2);
  }
  void operator()(oxcdata::BitMaskRestriction&) const {}
  // The size of a string is that of the type that was named.
  void operator()(oxcdata::SizeRestriction&) const {}
  void operator()(oxcdata::ExistRestriction& exist) const { (*this)(exist.property_tag); }
  void operator()(oxcdata::SubObjectRestriction& sub_object) const { (*this)(sub_object.restriction); }
  void operator()(oxcdata::CommentRestriction& comment) const {
    each(comment.tagged_values);
    (*this)(comment.restriction);
  }
  void operator()(oxcdata::CountRestriction& count) const { (*this)(count.restriction); }

 private:
  template <class T>
  void each(std::vector<T>& all) const {
    for (T& one : all) (*this)(one);
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
    Convert{code_page, true}(*restriction);
  }
}

void make_unicode(oxcdata::TaggedPropertyValue& value, wire::u32 code_page) {
  make_unicode(value.value, code_page);
  value.tag = unicode_tag(value.tag);
}

void make_unicode(oxcdata::Restriction& restriction, wire::u32 code_page) {
  Convert{code_page, true}(restriction);
}

void make_string8(oxcdata::Restriction& restriction, wire::u32 code_page) {
  Convert{known(code_page), false}(restriction);
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
