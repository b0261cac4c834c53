#pragma once

#include <string_view>

#include "protocol/wire/guid.hpp"

namespace mapigate::oxprops {

// As the table of MS-OXPROPS section 1.3.2 writes it: the first three fields as numbers, the last two as one.
consteval wire::Guid guid(wire::u32 data1, wire::u16 data2, wire::u16 data3, wire::u64 data4) {
  wire::Guid value;
  for (std::size_t i = 0; i < 4; ++i) value.bytes[i] = static_cast<wire::u8>(data1 >> 8 * i);
  for (std::size_t i = 0; i < 2; ++i) value.bytes[4 + i] = static_cast<wire::u8>(data2 >> 8 * i);
  for (std::size_t i = 0; i < 2; ++i) value.bytes[6 + i] = static_cast<wire::u8>(data3 >> 8 * i);
  for (std::size_t i = 0; i < 8; ++i) value.bytes[8 + i] = static_cast<wire::u8>(data4 >> 8 * (7 - i));
  return value;
}

// MS-OXPROPS section 1.3.2: ps_public_strings, psetid_common and the others.
#define X(enumerator, data1, data2, data3, data4, name) \
  inline constexpr wire::Guid enumerator = guid(data1, data2, data3, data4);
#include "protocol/oxprops/property_sets.inc"
#undef X

// "PSETID_Common"; empty for a set that the document does not name.
std::string_view property_set_name(const wire::Guid& set);

}  // namespace mapigate::oxprops
