#pragma once

#include "protocol/oxctabl/bookmark.hpp"

// The cursor of a table: MS-OXCROPS sections 2.2.5.7 to 2.2.5.10.

namespace mapigate::oxctabl {

// MS-OXCROPS section 2.2.5.7.1.
using QueryPositionRequest = oxcrops::PlainRequest<RopId::query_position>;

// MS-OXCROPS sections 2.2.5.7.2 and 2.2.5.7.3.
struct QueryPositionResponse {
  static constexpr RopId id = RopId::query_position;

  ErrorCode return_value{};
  wire::u32 numerator = 0;    // the index of the current row
  wire::u32 denominator = 0;  // the rows of the table

  bool operator==(const QueryPositionResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("Numerator", self.numerator);
    archive("Denominator", self.denominator);
  }
};

// MS-OXCROPS section 2.2.5.8.1; MS-OXCTABL section 2.2.2.9.1.
struct SeekRowRequest {
  static constexpr RopId id = RopId::seek_row;

  PredefinedBookmark origin{};  // not custom
  wire::i32 row_count = 0;      // from there; negative for backwards
  bool want_row_moved_count = false;

  bool operator==(const SeekRowRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Origin", self.origin);
    archive("RowCount", self.row_count);
    archive("WantRowMovedCount", self.want_row_moved_count);
  }
};

// MS-OXCROPS sections 2.2.5.8.2 and 2.2.5.8.3.
struct SeekRowResponse {
  static constexpr RopId id = RopId::seek_row;

  ErrorCode return_value{};
  bool has_sought_less = false;
  wire::i32 rows_sought = 0;  // of want_row_moved_count

  bool operator==(const SeekRowResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("HasSoughtLess", self.has_sought_less);
    archive("RowsSought", self.rows_sought);
  }
};

// MS-OXCROPS section 2.2.5.9.1; MS-OXCTABL section 2.2.2.10.1.
struct SeekRowBookmarkRequest {
  static constexpr RopId id = RopId::seek_row_bookmark;

  wire::Bytes bookmark;
  wire::i32 row_count = 0;  // from there; negative for backwards
  bool want_row_moved_count = false;

  bool operator==(const SeekRowBookmarkRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Bookmark", wire::sized<wire::u16>(self.bookmark));
    archive("RowCount", self.row_count);
    archive("WantRowMovedCount", self.want_row_moved_count);
  }
};

// MS-OXCROPS sections 2.2.5.9.2 and 2.2.5.9.3. The document calls RowsSought unsigned here, but it has a
// direction as that of RopSeekRow, which is signed.
struct SeekRowBookmarkResponse {
  static constexpr RopId id = RopId::seek_row_bookmark;

  ErrorCode return_value{};
  bool row_no_longer_visible = false;
  bool has_sought_less = false;
  wire::i32 rows_sought = 0;  // of want_row_moved_count

  bool operator==(const SeekRowBookmarkResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("RowNoLongerVisible", self.row_no_longer_visible);
    archive("HasSoughtLess", self.has_sought_less);
    archive("RowsSought", self.rows_sought);
  }
};

// MS-OXCROPS section 2.2.5.10.1: to the row at this fraction of the table.
struct SeekRowFractionalRequest {
  static constexpr RopId id = RopId::seek_row_fractional;

  wire::u32 numerator = 0;
  wire::u32 denominator = 0;  // not 0

  bool operator==(const SeekRowFractionalRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Numerator", self.numerator);
    archive("Denominator", self.denominator);
  }
};
// MS-OXCROPS section 2.2.5.10.2.
using SeekRowFractionalResponse = oxcrops::PlainResponse<RopId::seek_row_fractional>;

}  // namespace mapigate::oxctabl
