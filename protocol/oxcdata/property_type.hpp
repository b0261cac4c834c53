#pragma once

#include <string_view>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.11.1.
enum class PropertyType : wire::u16 {
  unspecified = 0x0000,  // of a column: any; the value says its type itself
  null = 0x0001,
  integer16 = 0x0002,
  integer32 = 0x0003,
  floating32 = 0x0004,
  floating64 = 0x0005,
  currency = 0x0006,
  floating_time = 0x0007,
  error_code = 0x000A,
  boolean = 0x000B,
  object = 0x000D,  // the same number is PtypEmbeddedTable
  integer64 = 0x0014,
  string8 = 0x001E,
  string = 0x001F,
  time = 0x0040,
  guid = 0x0048,
  server_id = 0x00FB,
  restriction = 0x00FD,
  rule_action = 0x00FE,
  binary = 0x0102,
  multiple_integer16 = 0x1002,
  multiple_integer32 = 0x1003,
  multiple_floating32 = 0x1004,
  multiple_floating64 = 0x1005,
  multiple_currency = 0x1006,
  multiple_floating_time = 0x1007,
  multiple_integer64 = 0x1014,
  multiple_string8 = 0x101E,
  multiple_string = 0x101F,
  multiple_time = 0x1040,
  multiple_guid = 0x1048,
  multiple_binary = 0x1102,
};

// Of multiple types. A table's column with both flags has a row for each of the values, and each row one of
// them (MS-OXCTABL section 2.2.2.2: MultivalueInstance).
inline constexpr wire::u16 multivalue_flag = 0x1000;
inline constexpr wire::u16 multivalue_instance_flag = 0x2000;
// The type of one value of such a column; any other type as it is.
constexpr PropertyType single_type(PropertyType type) {
  constexpr wire::u16 both = multivalue_flag | multivalue_instance_flag;
  const auto number = static_cast<wire::u16>(type);
  return (number & both) == both ? static_cast<PropertyType>(number & ~both) : type;
}

// "PtypString"; empty for a type outside the table.
std::string_view name(PropertyType type);

}  // namespace mapigate::oxcdata
