#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/mailbox/text_folding.hpp"
#include "protocol/oxcdata/property_value.hpp"

namespace mapigate::mailbox {

// Types whose values can be compared with one another.
enum class ValueFamily : std::uint8_t {
  none,     // PtypObject, PtypRestriction and the like: no order
  integer,  // PtypInteger16, PtypInteger32, PtypInteger64, PtypCurrency
  real,     // PtypFloating32, PtypFloating64, PtypFloatingTime
  boolean,
  error_code,
  time,
  text,  // PtypString, PtypString8
  guid,
  server_id,
  binary,
};

// Of one of the values, where there are several; also of a multivalue instance.
ValueFamily family_of(oxcdata::PropertyType type);
bool is_multiple(oxcdata::PropertyType type);

// How many values there are: 0 for std::monostate, 1 for types of a single one.
std::size_t value_count(const oxcdata::PropertyValue& value);

// How texts become keys: folded, in UTF-8, cut at so many bytes.
struct TextKeys {
  Folding folding = Folding::loose;
  std::size_t limit = SIZE_MAX;
};

// Bytes in whose order, one by one and unsigned, the values of one family are; of the value of this index.
// Empty for those that have no order. Binary values are their own key, others are made in `scratch`.
std::string_view value_key(const oxcdata::PropertyValue& value, std::size_t index, TextKeys texts,
                           std::string& scratch);

}  // namespace mapigate::mailbox
