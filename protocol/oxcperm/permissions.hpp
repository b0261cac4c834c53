#pragma once

#include <vector>

#include "protocol/oxcdata/property_value.hpp"
#include "protocol/oxcrops/rop.hpp"

namespace mapigate::oxcperm {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.10.2.1
struct GetPermissionsTableRequest {
  static constexpr RopId id = RopId::get_permissions_table;
  // TableFlags, MS-OXCPERM section 2.2.1.1.
  static constexpr wire::u8 include_free_busy = 0x02;

  wire::u8 output_handle_index = 0;
  wire::u8 table_flags = 0;

  bool operator==(const GetPermissionsTableRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("TableFlags", self.table_flags);
  }
};
// MS-OXCROPS section 2.2.10.2.2
using GetPermissionsTableResponse = oxcrops::PlainResponse<RopId::get_permissions_table>;

// MS-OXCROPS section 2.2.10.1.1.1
struct PermissionData {
  // PermissionDataFlags, MS-OXCPERM section 2.2.2.1.1: one of these.
  static constexpr wire::u8 add_row = 0x01;     // the user of PidTagEntryId
  static constexpr wire::u8 modify_row = 0x02;  // the member of PidTagMemberId
  static constexpr wire::u8 remove_row = 0x04;  // the member of PidTagMemberId

  wire::u8 permission_data_flags = 0;
  std::vector<oxcdata::TaggedPropertyValue> property_values;

  bool operator==(const PermissionData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("PermissionDataFlags", self.permission_data_flags);
    archive("PropertyValues", wire::counted<wire::u16>(self.property_values));
  }
};

// MS-OXCROPS section 2.2.10.1.1
struct ModifyPermissionsRequest {
  static constexpr RopId id = RopId::modify_permissions;
  // ModifyFlags, MS-OXCPERM section 2.2.2.1.
  static constexpr wire::u8 replace_rows = 0x01;  // of all but the default user; each row is an add_row
  static constexpr wire::u8 include_free_busy = 0x02;

  wire::u8 modify_flags = 0;
  std::vector<PermissionData> permissions_data;

  bool operator==(const ModifyPermissionsRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ModifyFlags", self.modify_flags);
    archive("PermissionsData", wire::counted<wire::u16>(self.permissions_data));
  }
};
// MS-OXCROPS section 2.2.10.1.2
using ModifyPermissionsResponse = oxcrops::PlainResponse<RopId::modify_permissions>;

}  // namespace mapigate::oxcperm
