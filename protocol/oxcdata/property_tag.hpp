#pragma once

#include <cstdint>

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.9: PropertyType in the low half and PropertyId in the high half, so that the two
// fields are one little-endian number on the wire.
enum class PropertyTag : std::uint32_t {};

constexpr std::uint16_t type_of(PropertyTag tag) {
  return static_cast<std::uint16_t>(static_cast<std::uint32_t>(tag) & 0xFFFF);
}
constexpr std::uint16_t id_of(PropertyTag tag) {
  return static_cast<std::uint16_t>(static_cast<std::uint32_t>(tag) >> 16);
}
constexpr PropertyTag property_tag(std::uint16_t id, std::uint16_t type) {
  return static_cast<PropertyTag>(static_cast<std::uint32_t>(id) << 16 | type);
}

}  // namespace mapigate::oxcdata
