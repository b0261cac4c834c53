#include "gateway/store/properties.hpp"

#include <algorithm>

namespace mapigate::store {

namespace {

template <class Vector>
auto position(Vector& properties, std::uint16_t id) {
  return std::ranges::lower_bound(properties, id, {},
                                  [](const Property& property) { return oxcdata::id_of(property.tag); });
}

}  // namespace

const Property* Properties::find(std::uint16_t id) const {
  const auto found = position(properties_, id);
  return found != properties_.end() && oxcdata::id_of(found->tag) == id ? &*found : nullptr;
}

void Properties::set(Property property) {
  const auto found = position(properties_, oxcdata::id_of(property.tag));
  if (found != properties_.end() && oxcdata::id_of(found->tag) == oxcdata::id_of(property.tag)) {
    *found = std::move(property);
  } else {
    properties_.insert(found, std::move(property));
  }
}

void Properties::set(oxcdata::PropertyTag tag, oxcdata::PropertyValue value) {
  set(Property{tag, std::move(value), nullptr});
}

void Properties::set(oxcdata::PropertyTag tag, LargeValuePtr value) {
  set(Property{tag, {}, std::move(value)});
}

bool Properties::erase(std::uint16_t id) {
  const auto found = position(properties_, id);
  if (found == properties_.end() || oxcdata::id_of(found->tag) != id) return false;
  properties_.erase(found);
  return true;
}

}  // namespace mapigate::store
