#pragma once

#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/store/large_value.hpp"
#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcdata/property_value.hpp"

namespace mapigate::store {

struct Property {
  oxcdata::PropertyTag tag{};
  oxcdata::PropertyValue value;  // of the tag's type; std::monostate where `large` is set
  LargeValuePtr large;           // in place of `value`, of PtypString, PtypBinary and PtypObject
};

// The properties of an object: at most one for each property id, in the order of their ids. Strings are
// PtypString; PtypString8 is converted before it comes here.
class Properties {
 public:
  const std::vector<Property>& all() const { return properties_; }
  bool empty() const { return properties_.empty(); }
  std::size_t size() const { return properties_.size(); }

  // Of whatever type; null where there is none.
  const Property* find(std::uint16_t id) const;
  // The value where there is one of the tag's very type that is not large, else null. T is the type in
  // oxcdata::PropertyValue: get<std::u16string>(pid_tag_subject).
  template <class T>
  const T* get(oxcdata::PropertyTag tag) const {
    const Property* property = find(oxcdata::id_of(tag));
    return property && property->tag == tag ? std::get_if<T>(&property->value) : nullptr;
  }
  // Replaces a property of the same id, whatever its type.
  void set(oxcdata::PropertyTag tag, oxcdata::PropertyValue value);
  void set(oxcdata::PropertyTag tag, LargeValuePtr value);
  void set(Property property);
  // Whether there was one.
  bool erase(std::uint16_t id);

 private:
  std::vector<Property> properties_;
};

}  // namespace mapigate::store
