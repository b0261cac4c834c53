#pragma once

#include <vector>

#include "protocol/oxcdata/property_problem.hpp"
#include "protocol/oxcrops/rop.hpp"

// Copying properties from one object to another, and the progress of ROPs that take long: MS-OXCROPS sections
// 2.2.8.11 to 2.2.8.13.

namespace mapigate::oxcprpt {

using oxcdata::ErrorCode;
using oxcdata::PropertyTag;
using oxcrops::RopId;

// Of CopyFlags (MS-OXCPRPT sections 2.2.10.1 and 2.2.11.1).
inline constexpr wire::u8 copy_move = 0x01;          // the source loses what was copied
inline constexpr wire::u8 copy_no_overwrite = 0x02;  // properties that the destination has stay

// MS-OXCROPS section 2.2.8.11.1. RequestHead has the SourceHandleIndex.
struct CopyPropertiesRequest {
  static constexpr RopId id = RopId::copy_properties;

  wire::u8 dest_handle_index = 0;
  bool want_asynchronous = false;  // RopProgress may answer first
  wire::u8 copy_flags = 0;
  std::vector<PropertyTag> property_tags;

  bool operator==(const CopyPropertiesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("DestHandleIndex", self.dest_handle_index);
    archive("WantAsynchronous", self.want_asynchronous);
    archive("CopyFlags", self.copy_flags);
    archive("PropertyTags", wire::counted<wire::u16>(self.property_tags));
  }
};

// MS-OXCROPS section 2.2.8.12.1. RequestHead has the SourceHandleIndex.
struct CopyToRequest {
  static constexpr RopId id = RopId::copy_to;

  wire::u8 dest_handle_index = 0;
  bool want_asynchronous = false;  // RopProgress may answer first
  bool want_sub_objects = false;
  wire::u8 copy_flags = 0;
  std::vector<PropertyTag> excluded_tags;

  bool operator==(const CopyToRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("DestHandleIndex", self.dest_handle_index);
    archive("WantAsynchronous", self.want_asynchronous);
    archive("WantSubObjects", self.want_sub_objects);
    archive("CopyFlags", self.copy_flags);
    archive("ExcludedTags", wire::counted<wire::u16>(self.excluded_tags));
  }
};

// MS-OXCROPS sections 2.2.8.11.2 to 2.2.8.11.4 and 2.2.8.12.2 to 2.2.8.12.4: success, null destination (the
// handle of the destination is none), failure.
template <RopId rop>
struct CopyResponse {
  static constexpr RopId id = rop;

  ErrorCode return_value{};
  std::vector<oxcdata::PropertyProblem> property_problems;
  wire::u32 dest_handle_index = 0;  // of null_destination_object; the index has four bytes here

  bool operator==(const CopyResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    const bool success = oxcrops::succeeded(self, archive);
    archive("PropertyProblems", wire::when(success, wire::counted<wire::u16>(self.property_problems)));
    archive("DestHandleIndex",
            wire::when(self.return_value == ErrorCode::null_destination_object, self.dest_handle_index));
  }
};
using CopyPropertiesResponse = CopyResponse<RopId::copy_properties>;
using CopyToResponse = CopyResponse<RopId::copy_to>;

// MS-OXCROPS section 2.2.8.13.1.
struct ProgressRequest {
  static constexpr RopId id = RopId::progress;

  bool want_cancel = false;

  bool operator==(const ProgressRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("WantCancel", self.want_cancel); }
};

// MS-OXCROPS sections 2.2.8.13.2 and 2.2.8.13.3. It answers a ROP with WantAsynchronous that goes on, and
// then each RopProgress, until the response of that ROP itself comes in its place (MS-OXCPRPT section 4.5).
struct ProgressResponse {
  static constexpr RopId id = RopId::progress;

  ErrorCode return_value{};
  wire::u8 logon_id = 0;
  wire::u32 completed_task_count = 0;
  wire::u32 total_task_count = 0;

  bool operator==(const ProgressResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("LogonId", self.logon_id);
    archive("CompletedTaskCount", self.completed_task_count);
    archive("TotalTaskCount", self.total_task_count);
  }
};

}  // namespace mapigate::oxcprpt
