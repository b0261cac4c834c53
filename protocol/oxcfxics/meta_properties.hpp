#pragma once

#include <string_view>

#include "protocol/oxcdata/property_tag.hpp"

namespace mapigate::oxcfxics {

#define X(constant, id, type, name) \
  inline constexpr auto constant = oxcdata::property_tag(id, oxcdata::PropertyType::type);
#include "protocol/oxcfxics/meta_properties.inc"
#undef X

// What these properties have in a stream without a meaning of their own: their id is 0 and only the type
// tells them apart (sections 2.2.4.3.8, 2.2.4.3.18, 2.2.4.3.19).
inline constexpr auto nameless_binary = oxcdata::property_tag(0, oxcdata::PropertyType::binary);
inline constexpr auto nameless_integer32 = oxcdata::property_tag(0, oxcdata::PropertyType::integer32);
inline constexpr auto nameless_boolean = oxcdata::property_tag(0, oxcdata::PropertyType::boolean);

// "MetaTagIdsetGiven", by the id alone; empty for another property.
std::string_view meta_property_name(oxcdata::PropertyTag tag);

}  // namespace mapigate::oxcfxics
