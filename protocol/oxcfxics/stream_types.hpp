#pragma once

#include <optional>

#include "protocol/oxcdata/property_tag.hpp"

namespace mapigate::oxcfxics {

// A string whose property type is this bit and the number of its code page, MS-OXCFXICS section 2.2.4.1.1.1.
inline constexpr wire::u16 code_page_flag = 0x8000;
// Of UTF-16 in both byte orders; all other code pages are of eight-bit characters.
inline constexpr wire::u16 code_page_utf16 = 1200;
inline constexpr wire::u16 code_page_utf16_big_endian = 1201;

// The code page in such a type; nothing for other types.
constexpr std::optional<wire::u16> code_page_of(oxcdata::PropertyType type) {
  const auto number = static_cast<wire::u16>(type);
  if ((number & code_page_flag) == 0) return std::nullopt;
  return static_cast<wire::u16>(number & ~code_page_flag);
}
constexpr oxcdata::PropertyType code_page_type(wire::u16 code_page) {
  return static_cast<oxcdata::PropertyType>(code_page_flag | code_page);
}

// How the value of a property stands in the stream, sections 2.2.4.1.1 and 2.2.4.1.3.
struct ValueShape {
  bool multiple = false;    // mvPropType: a count, then the values
  unsigned fixed_size = 0;  // bytes of a value; 0: variable, each value after its length
};

// Nothing for a type that streams do not have. MetaTagIdsetGiven is of PtypInteger32 and has bytes (section
// 3.2.5.2.1).
std::optional<ValueShape> shape_of(oxcdata::PropertyTag tag);

}  // namespace mapigate::oxcfxics
