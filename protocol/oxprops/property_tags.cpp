#include "protocol/oxprops/property_tags.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace mapigate::oxprops {

namespace {

using oxcdata::PropertyTag;
using oxcdata::PropertyType;

struct Property {
  PropertyTag tag;
  std::string_view name;
};

constexpr auto by_tag = std::to_array<Property>({
#define X(enumerator, id, type, name) {enumerator, name},
#include "protocol/oxprops/property_tags.inc"
#undef X
});
static_assert(std::ranges::is_sorted(by_tag, {}, &Property::tag));

constexpr auto by_name = [] {
  std::array<const Property*, by_tag.size()> index{};
  std::ranges::transform(by_tag, index.begin(), [](const auto& property) { return &property; });
  std::ranges::sort(index, {}, &Property::name);
  return index;
}();
static_assert(std::ranges::adjacent_find(by_name, std::equal_to{}, &Property::name) == by_name.end(),
              "a name stands twice");

// The first at or after `tag`.
const Property* from(PropertyTag tag) { return std::ranges::lower_bound(by_tag, tag, {}, &Property::tag); }

// The type under which the document has the properties that are given in other types too.
PropertyType documented(PropertyType type) {
  auto number = static_cast<wire::u16>(type);
  if ((number & oxcdata::multivalue_flag) != 0)
    number &= static_cast<wire::u16>(~oxcdata::multivalue_instance_flag);
  type = static_cast<PropertyType>(number);
  if (type == PropertyType::string8) return PropertyType::string;
  if (type == PropertyType::multiple_string8) return PropertyType::multiple_string;
  return type;
}

}  // namespace

std::string_view name(PropertyTag tag) {
  for (const auto candidate : {tag, with_type(tag, documented(type_of(tag)))}) {
    if (const auto* found = from(candidate); found != by_tag.end() && found->tag == candidate)
      return found->name;
  }
  const auto* found = from(with_type(tag, PropertyType::unspecified));
  if (found != by_tag.end() && id_of(found->tag) == id_of(tag)) return found->name;
  return {};
}

std::optional<PropertyTag> tag_of(std::string_view name) {
  const auto* found = std::ranges::lower_bound(by_name, name, {}, &Property::name);
  if (found == by_name.end() || (*found)->name != name) return std::nullopt;
  return (*found)->tag;
}

}  // namespace mapigate::oxprops
