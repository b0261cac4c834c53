#pragma once

#include <span>
#include <vector>

#include "protocol/oxcdata/property_value.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.8.1: one value for each of the columns, which are known from elsewhere: the tags of a
// request, or those that RopSetColumns gave a table.
struct PropertyRow {
  // A value of the column's type; ErrorCode where there is none and it is said why; std::monostate where
  // there is none.
  std::vector<PropertyValue> values;
  bool flagged = false;  // a FlaggedPropertyRow: each value is preceded by whether it is there

  bool operator==(const PropertyRow&) const = default;
};

// A row with these values in the form that it needs: flagged where a value is not of its column's type, or
// the column of PtypNull, for which only a flagged row has room.
PropertyRow property_row(std::vector<PropertyValue> values, std::span<const PropertyTag> columns);

// archive("PropertyRow", row_of(columns, row)). `columns` must outlive the call only.
template <class R>
struct RowOf {
  std::span<const PropertyTag> columns;
  R& row;  // PropertyRow
  static void fields(auto& self, auto& archive);
};
template <class R>
RowOf<R> row_of(std::span<const PropertyTag> columns, R& row) {
  return {columns, row};
}

// Rows of the same columns without a count of their own, as a vector of PropertyRow.
template <class T>
auto rows_of(std::size_t count, std::span<const PropertyTag> columns, T& rows) {
  return wire::repeated_with(
      count, rows, [columns](auto& row, auto& archive) { archive("PropertyRow", row_of(columns, row)); });
}

}  // namespace mapigate::oxcdata
