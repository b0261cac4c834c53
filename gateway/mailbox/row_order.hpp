#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/mailbox/outcome.hpp"
#include "gateway/mailbox/property_source.hpp"
#include "protocol/oxcdata/sort_order.hpp"

namespace mapigate::mailbox {

// More columns to sort by are TooComplex.
inline constexpr std::size_t max_sort_columns = 16;

// The order of a table's rows ([MS-OXCTABL] section 2.2.2.3.1, [MS-OXCDATA] section 2.13).
struct RowOrder {
  std::vector<oxcdata::SortOrder> orders;  // without the one of `maximum`; none: that of the source
  std::size_t categories = 0;              // the first of them
  std::size_t expanded = 0;                // the first of these
  // The groups of the last category are in the order of the greatest value that this column has in them.
  std::optional<oxcdata::PropertyTag> maximum;

  bool operator==(const RowOrder&) const = default;
};

// InvalidParam: columns or directions that nothing can be sorted by. NotSupported: several values of a column
// without multivalue instances. TooComplex: too many columns, or instances of more than one column.
Outcome<RowOrder> row_order(const oxcdata::SortOrderSet& set);

// The column of multivalue instances that a table with these columns has, 0 where there is none. TooComplex
// as above.
Outcome<oxcdata::PropertyTag> instance_column(const RowOrder& order,
                                              const std::vector<oxcdata::PropertyTag>& columns);

// Keys of rows: pieces, one for each column, so that keys are in the order of the rows byte by byte. A row
// without a value comes before all that have one.
void append_key_piece(std::string& key, const store::Property* property, std::size_t index, bool descending);
// A piece in the other direction.
void invert_key_piece(std::string& piece);
// Behind the piece that begins at `from`.
std::size_t key_piece_end(std::string_view key, std::size_t from);

}  // namespace mapigate::mailbox
