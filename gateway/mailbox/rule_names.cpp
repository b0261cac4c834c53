#include "gateway/mailbox/rule_names.hpp"

#include <algorithm>

#include "protocol/wire/code_page.hpp"

namespace mapigate::mailbox {

namespace {

constexpr wire::u32 western = 1252;
// An id that is never given, so that nothing has the property.
constexpr std::uint16_t unknown_id = 0xFFFF;

std::u16string to_unicode(const oxcdata::String8& text) {
  auto unicode = wire::from_code_page(text.bytes, western);
  return unicode ? std::move(*unicode) : std::u16string();
}

oxcdata::PropertyType unicode_type(oxcdata::PropertyType type) {
  if (type == oxcdata::PropertyType::string8) return oxcdata::PropertyType::string;
  if (type == oxcdata::PropertyType::multiple_string8) return oxcdata::PropertyType::multiple_string;
  return type;
}

void make_unicode(oxcdata::TaggedPropertyValue& value) {
  value.tag = oxcdata::with_type(value.tag, unicode_type(oxcdata::type_of(value.tag)));
  if (const auto* text = std::get_if<oxcdata::String8>(&value.value)) {
    value.value = to_unicode(*text);
  } else if (const auto* texts = std::get_if<std::vector<oxcdata::String8>>(&value.value)) {
    std::vector<std::u16string> unicode;
    std::ranges::transform(*texts, std::back_inserter(unicode), to_unicode);
    value.value = std::move(unicode);
  }
}

// Of each property value in the action.
void each_value(oxorule::ActionBlock& block, auto visit) {
  if (auto* tag = std::get_if<oxorule::TagData>(&block.data)) visit(*tag);
  if (auto* people = std::get_if<oxorule::ForwardDelegateData>(&block.data)) {
    for (auto& recipient : people->recipient_blocks) {
      for (auto& value : recipient.property_values) visit(value);
    }
  }
}

}  // namespace

void make_unicode(oxorule::ActionBlock& block) {
  each_value(block, [](auto& value) { make_unicode(value); });
}

RuleNames::RuleNames(Mailbox& mailbox, const oxorule::NamedPropertyInformation& information, bool add) {
  for (std::size_t i = 0; i < information.prop_ids.size(); ++i) {
    const oxcdata::PropertyName& name = information.named_properties[i];
    if (name.kind == oxcdata::PropertyName::Kind::none) continue;
    const auto id = mailbox.property_id(name, add);
    if (!id) {
      complete_ = false;
      return;
    }
    ids_[information.prop_ids[i]] = *id == 0 ? unknown_id : *id;
  }
}

void RuleNames::apply(oxcdata::PropertyTag& tag) const {
  std::uint16_t id = oxcdata::id_of(tag);
  if (oxcdata::is_named(tag)) {
    const auto found = ids_.find(id);
    id = found == ids_.end() ? unknown_id : found->second;
  }
  tag = oxcdata::property_tag(id, unicode_type(oxcdata::type_of(tag)));
}

void RuleNames::apply(oxcdata::TaggedPropertyValue& value) const {
  apply(value.tag);
  make_unicode(value);
}

bool RuleNames::apply(oxcdata::RestrictionValue& operand) const {
  if (!operand.restriction) return true;
  oxcdata::Restriction copy = *operand.restriction;
  const bool applied = apply(copy);
  operand.restriction = std::make_shared<const oxcdata::Restriction>(std::move(copy));
  return applied;
}

struct RuleNames::Visitor {
  const RuleNames& names;

  bool operator()(oxcdata::AndRestriction& all) const { return each(all.restrictions); }
  bool operator()(oxcdata::OrRestriction& any) const { return each(any.restrictions); }
  bool operator()(oxcdata::NotRestriction& no) const { return names.apply(no.restriction); }
  bool operator()(oxcdata::ContentRestriction& content) const { return tagged(content); }
  bool operator()(oxcdata::PropertyRestriction& property) const { return tagged(property); }
  bool operator()(oxcdata::ComparePropertiesRestriction& compare) const {
    names.apply(compare.property_tag_1);
    names.apply(compare.property_tag_2);
    return true;
  }
  bool operator()(oxcdata::BitMaskRestriction& mask) const { return tag(mask); }
  bool operator()(oxcdata::SizeRestriction& size) const { return tag(size); }
  bool operator()(oxcdata::ExistRestriction& exist) const { return tag(exist); }
  bool operator()(oxcdata::SubObjectRestriction& sub_object) const {
    return names.apply(sub_object.restriction);
  }
  bool operator()(oxcdata::CommentRestriction& comment) const { return names.apply(comment.restriction); }
  bool operator()(oxcdata::CountRestriction& count) const { return names.apply(count.restriction); }

  bool each(std::vector<oxcdata::Restriction>& restrictions) const {
    return std::ranges::all_of(restrictions, [this](auto& one) { return names.apply(one); });
  }
  bool tag(auto& restriction) const {
    names.apply(restriction.property_tag);
    return true;
  }
  bool tagged(auto& restriction) const {
    names.apply(restriction.tagged_value);
    return tag(restriction);
  }
};

bool RuleNames::apply(oxcdata::Restriction& restriction) const {
  return complete_ && std::visit(Visitor{*this}, restriction.alternative);
}

bool RuleNames::apply(oxorule::ActionBlock& block) const {
  each_value(block, [this](auto& value) { apply(value); });
  return complete_;
}

}  // namespace mapigate::mailbox
