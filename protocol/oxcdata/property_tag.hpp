#pragma once

#include <cstdint>

#include "protocol/oxcdata/property_type.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.9: PropertyType in the low half and PropertyId in the high half, so that the two
// fields are one little-endian number on the wire.
enum class PropertyTag : std::uint32_t {};

constexpr PropertyType type_of(PropertyTag tag) {
  return static_cast<PropertyType>(static_cast<std::uint32_t>(tag) & 0xFFFF);
}
constexpr std::uint16_t id_of(PropertyTag tag) {
  return static_cast<std::uint16_t>(static_cast<std::uint32_t>(tag) >> 16);
}
constexpr PropertyTag property_tag(std::uint16_t id, PropertyType type) {
  return static_cast<PropertyTag>(static_cast<std::uint32_t>(id) << 16 | static_cast<std::uint32_t>(type));
}
// The same property with another type.
constexpr PropertyTag with_type(PropertyTag tag, PropertyType type) { return property_tag(id_of(tag), type); }

// Ids from here up to 0xFFFE are named properties: what they mean is known only to the mailbox that gave
// them.
inline constexpr std::uint16_t first_named_property_id = 0x8000;
constexpr bool is_named(PropertyTag tag) { return id_of(tag) >= first_named_property_id; }

}  // namespace mapigate::oxcdata
