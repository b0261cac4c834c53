#pragma once

#include <span>
#include <vector>

#include "protocol/oxcdata/property_row.hpp"
#include "protocol/oxctabl/bookmark.hpp"

// The categories of a sorted table: MS-OXCROPS sections 2.2.5.16 to 2.2.5.19. A category and a row are named
// by PidTagInstID, together with PidTagInstanceNum.

namespace mapigate::oxctabl {

// MS-OXCROPS section 2.2.5.16.1; MS-OXCTABL section 2.2.2.17.1.
struct ExpandRowRequest {
  static constexpr RopId id = RopId::expand_row;

  wire::u16 max_row_count = 0;  // how many rows to return
  wire::u64 category_id = 0;

  bool operator==(const ExpandRowRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("MaxRowCount", self.max_row_count);
    archive("CategoryId", self.category_id);
  }
};

// MS-OXCROPS sections 2.2.5.16.2 and 2.2.5.16.3.
struct ExpandRowResponse {
  static constexpr RopId id = RopId::expand_row;

  std::span<const oxcdata::PropertyTag> columns;  // of the last RopSetColumns
  ErrorCode return_value{};
  wire::u32 expanded_row_count = 0;  // in the category, not only in row_data
  std::vector<oxcdata::PropertyRow> row_data;

  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("ExpandedRowCount", self.expanded_row_count);
    auto row_count = static_cast<wire::u16>(self.row_data.size());
    archive("RowCount", row_count);
    archive("RowData", oxcdata::rows_of(row_count, self.columns, self.row_data));
  }
};

// MS-OXCROPS section 2.2.5.17.1.
struct CollapseRowRequest {
  static constexpr RopId id = RopId::collapse_row;

  wire::u64 category_id = 0;

  bool operator==(const CollapseRowRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("CategoryId", self.category_id); }
};

// MS-OXCROPS sections 2.2.5.17.2 and 2.2.5.17.3.
struct CollapseRowResponse {
  static constexpr RopId id = RopId::collapse_row;

  ErrorCode return_value{};
  wire::u32 collapsed_row_count = 0;

  bool operator==(const CollapseRowResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("CollapsedRowCount", self.collapsed_row_count);
  }
};

// MS-OXCROPS section 2.2.5.18.1; MS-OXCTABL section 2.2.2.19.1: the row where the cursor is to be.
struct GetCollapseStateRequest {
  static constexpr RopId id = RopId::get_collapse_state;

  wire::u64 row_id = 0;
  wire::u32 row_instance_number = 0;

  bool operator==(const GetCollapseStateRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RowId", self.row_id);
    archive("RowInstanceNumber", self.row_instance_number);
  }
};

// MS-OXCROPS sections 2.2.5.18.2 and 2.2.5.18.3. The state means nothing to anybody but the server.
struct GetCollapseStateResponse {
  static constexpr RopId id = RopId::get_collapse_state;

  ErrorCode return_value{};
  wire::Bytes collapse_state;

  bool operator==(const GetCollapseStateResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("CollapseState", wire::sized<wire::u16>(self.collapse_state));
  }
};

// MS-OXCROPS section 2.2.5.19.1.
struct SetCollapseStateRequest {
  static constexpr RopId id = RopId::set_collapse_state;

  wire::Bytes collapse_state;

  bool operator==(const SetCollapseStateRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("CollapseState", wire::sized<wire::u16>(self.collapse_state));
  }
};
// MS-OXCROPS sections 2.2.5.19.2 and 2.2.5.19.3: a bookmark of the row that the state was asked for with.
using SetCollapseStateResponse = BookmarkResponse<RopId::set_collapse_state>;

}  // namespace mapigate::oxctabl
