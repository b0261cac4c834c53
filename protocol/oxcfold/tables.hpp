#pragma once

#include "protocol/oxcrops/rop.hpp"

namespace mapigate::oxcfold {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.4.13.1
struct GetHierarchyTableRequest {
  static constexpr RopId id = RopId::get_hierarchy_table;
  // TableFlags, MS-OXCFOLD section 2.2.1.13.1.
  static constexpr wire::u8 depth = 0x04;  // folders at every level
  static constexpr wire::u8 deferred_errors = 0x08;
  static constexpr wire::u8 no_notifications = 0x10;
  static constexpr wire::u8 soft_deletes = 0x20;
  static constexpr wire::u8 use_unicode = 0x40;
  static constexpr wire::u8 suppresses_notifications = 0x80;  // of what the client itself changes

  wire::u8 output_handle_index = 0;
  wire::u8 table_flags = 0;

  bool operator==(const GetHierarchyTableRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("TableFlags", self.table_flags);
  }
};

// MS-OXCROPS section 2.2.4.14.1
struct GetContentsTableRequest {
  static constexpr RopId id = RopId::get_contents_table;
  // TableFlags, MS-OXCFOLD section 2.2.1.14.1.
  static constexpr wire::u8 associated = 0x02;  // FAI messages, and only these
  static constexpr wire::u8 deferred_errors = 0x08;
  static constexpr wire::u8 no_notifications = 0x10;
  static constexpr wire::u8 soft_deletes = 0x20;
  static constexpr wire::u8 use_unicode = 0x40;
  static constexpr wire::u8 conversation_members = 0x80;

  wire::u8 output_handle_index = 0;
  wire::u8 table_flags = 0;

  bool operator==(const GetContentsTableRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("TableFlags", self.table_flags);
  }
};

// MS-OXCROPS sections 2.2.4.13.2 and 2.2.4.14.2
template <RopId rop>
struct TableResponse {
  static constexpr RopId id = rop;

  oxcdata::ErrorCode return_value{};
  wire::u32 row_count = 0;

  bool operator==(const TableResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("RowCount", self.row_count);
  }
};
using GetHierarchyTableResponse = TableResponse<RopId::get_hierarchy_table>;
using GetContentsTableResponse = TableResponse<RopId::get_contents_table>;

}  // namespace mapigate::oxcfold
