#pragma once

#include <span>
#include <vector>

#include "protocol/oxcdata/property_row.hpp"
#include "protocol/oxcrops/restriction_data.hpp"
#include "protocol/oxctabl/bookmark.hpp"

// The rows of a table: MS-OXCROPS sections 2.2.5.4 and 2.2.5.13.

namespace mapigate::oxctabl {

// MS-OXCROPS section 2.2.5.4.1; MS-OXCTABL section 2.2.2.5.1.
struct QueryRowsRequest {
  static constexpr RopId id = RopId::query_rows;
  // Of query_rows_flags.
  static constexpr wire::u8 no_advance = 0x01;             // the cursor stays where it is
  static constexpr wire::u8 enable_packed_buffers = 0x02;  // more rows may follow in chained buffers

  wire::u8 query_rows_flags = 0;
  bool forward_read = true;
  wire::u16 row_count = 0;  // at most so many rows

  bool operator==(const QueryRowsRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("QueryRowsFlags", self.query_rows_flags);
    archive("ForwardRead", self.forward_read);
    archive("RowCount", self.row_count);
  }
};

// MS-OXCROPS sections 2.2.5.4.2 and 2.2.5.4.3.
struct QueryRowsResponse {
  static constexpr RopId id = RopId::query_rows;

  std::span<const oxcdata::PropertyTag> columns;  // of the last RopSetColumns
  ErrorCode return_value{};
  PredefinedBookmark origin{};  // where the cursor is now
  std::vector<oxcdata::PropertyRow> row_data;

  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("Origin", self.origin);
    auto row_count = static_cast<wire::u16>(self.row_data.size());
    archive("RowCount", row_count);
    archive("RowData", oxcdata::rows_of(row_count, self.columns, self.row_data));
  }
};

// MS-OXCROPS section 2.2.5.13.1; MS-OXCTABL section 2.2.2.14.1.
struct FindRowRequest {
  static constexpr RopId id = RopId::find_row;
  static constexpr wire::u8 backwards = 0x01;  // of find_row_flags

  wire::u8 find_row_flags = 0;
  oxcdata::RestrictionValue restriction;
  PredefinedBookmark origin{};
  wire::Bytes bookmark;  // of PredefinedBookmark::custom

  bool operator==(const FindRowRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("FindRowFlags", self.find_row_flags);
    archive("RestrictionData", wire::sized_field<wire::u16>(oxcrops::restriction_data(self.restriction)));
    archive("Origin", self.origin);
    archive("Bookmark", wire::sized<wire::u16>(self.bookmark));
  }
};

// MS-OXCROPS sections 2.2.5.13.2 and 2.2.5.13.3.
struct FindRowResponse {
  static constexpr RopId id = RopId::find_row;

  std::span<const oxcdata::PropertyTag> columns;  // of the last RopSetColumns
  ErrorCode return_value{};
  bool row_no_longer_visible = false;  // the row of the bookmark
  bool has_row_data = false;
  oxcdata::PropertyRow row_data;

  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("RowNoLongerVisible", self.row_no_longer_visible);
    archive("HasRowData", self.has_row_data);
    archive("RowData", wire::when(self.has_row_data, oxcdata::row_of(self.columns, self.row_data)));
  }
};

}  // namespace mapigate::oxctabl
