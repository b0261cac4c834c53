#include "protocol/oxprops/named_properties.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace mapigate::oxprops {

namespace {

constexpr auto properties = std::to_array<NamedProperty>({
#define PID_LID(enumerator, property_set, lid, type, canonical_name) enumerator,
#define PID_NAME(enumerator, property_set, name, type, canonical_name) enumerator,
#include "protocol/oxprops/named_properties.inc"
#undef PID_NAME
#undef PID_LID
});

// What a property is looked up by: the name is empty, or the LID is 0.
struct Key {
  const wire::Guid& property_set;
  wire::u32 lid;
  std::u16string_view name;
};
constexpr Key key_of(const NamedProperty* property) {
  return {property->property_set, property->lid, property->name};
}

constexpr char16_t lower(char16_t c) { return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + 0x20) : c; }

// Ignores case, so that one order serves all property sets.
constexpr auto compare(const Key& a, const Key& b) {
  if (const auto sets = a.property_set <=> b.property_set; sets != 0) return sets;
  if (const auto lids = a.lid <=> b.lid; lids != 0) return lids;
  return std::lexicographical_compare_three_way(a.name.begin(), a.name.end(), b.name.begin(), b.name.end(),
                                                [](char16_t x, char16_t y) { return lower(x) <=> lower(y); });
}

// Pointers, since these are what the compiler can sort in a short time.
template <class Less>
constexpr auto sorted_by(Less less) {
  std::array<const NamedProperty*, properties.size()> index{};
  std::ranges::transform(properties, index.begin(), [](const auto& property) { return &property; });
  std::ranges::sort(index, less);
  return index;
}

constexpr auto by_key = sorted_by([](const auto* a, const auto* b) {
  const auto keys = compare(key_of(a), key_of(b));
  return keys < 0 || (keys == 0 && a->canonical_name < b->canonical_name);
});

constexpr auto by_canonical_name =
    sorted_by([](const auto* a, const auto* b) { return a->canonical_name < b->canonical_name; });
static_assert(std::ranges::adjacent_find(by_canonical_name, std::equal_to{},
                                         &NamedProperty::canonical_name) == by_canonical_name.end(),
              "a name stands twice");

const NamedProperty* find(const Key& key) {
  const auto* found = std::ranges::lower_bound(
      by_key, key, [](const Key& a, const Key& b) { return compare(a, b) < 0; }, key_of);
  if (found == by_key.end() || compare(key_of(*found), key) != 0) return nullptr;
  if ((*found)->name != key.name && key.property_set != ps_internet_headers) return nullptr;
  return *found;
}

}  // namespace

oxcdata::PropertyName NamedProperty::property_name() const {
  const auto kind = name.empty() ? oxcdata::PropertyName::Kind::lid : oxcdata::PropertyName::Kind::name;
  return {kind, property_set, lid, std::u16string(name)};
}

const NamedProperty* find(const wire::Guid& property_set, wire::u32 lid) {
  return find(Key{property_set, lid, {}});
}

const NamedProperty* find(const wire::Guid& property_set, std::u16string_view name) {
  return name.empty() ? nullptr : find(Key{property_set, 0, name});
}

const NamedProperty* find(const oxcdata::PropertyName& name) {
  switch (name.kind) {
    case oxcdata::PropertyName::Kind::lid:
      return find(name.guid, name.lid);
    case oxcdata::PropertyName::Kind::name:
      return find(name.guid, name.name);
    case oxcdata::PropertyName::Kind::none:
      break;
  }
  return nullptr;
}

const NamedProperty* find(std::string_view canonical_name) {
  const auto* found =
      std::ranges::lower_bound(by_canonical_name, canonical_name, {}, &NamedProperty::canonical_name);
  return found != by_canonical_name.end() && (*found)->canonical_name == canonical_name ? *found : nullptr;
}

}  // namespace mapigate::oxprops
