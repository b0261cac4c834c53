#pragma once

#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcrops/rop.hpp"

// The ids that a client gives to what it makes in its own replica.

namespace mapigate::oxcfxics {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.13.13.1
struct GetLocalReplicaIdsRequest {
  static constexpr RopId id = RopId::get_local_replica_ids;

  wire::u32 id_count = 0;  // to be set aside for the client

  bool operator==(const GetLocalReplicaIdsRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("IdCount", self.id_count); }
};
// MS-OXCROPS section 2.2.13.13.2: these ids and the id_count - 1 that follow them are the client's.
struct GetLocalReplicaIdsResponse {
  static constexpr RopId id = RopId::get_local_replica_ids;

  oxcdata::ErrorCode return_value{};
  wire::Guid repl_guid;
  oxcdata::GlobalCounter global_count{};

  bool operator==(const GetLocalReplicaIdsResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("ReplGuid", self.repl_guid);
    archive("GlobalCount", self.global_count);
  }
};

// MS-OXCROPS section 2.2.13.12.1.1: both ends are in the range.
struct LongTermIdRange {
  oxcdata::LongTermId min_long_term_id;
  oxcdata::LongTermId max_long_term_id;

  bool operator==(const LongTermIdRange&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("MinLongTermId", self.min_long_term_id);
    archive("MaxLongTermId", self.max_long_term_id);
  }
};
// MS-OXCROPS section 2.2.13.12.1: no message of the folder has one of these ids, or will.
struct SetLocalReplicaMidsetDeletedRequest {
  static constexpr RopId id = RopId::set_local_replica_midset_deleted;

  std::vector<LongTermIdRange> long_term_id_ranges;

  bool operator==(const SetLocalReplicaMidsetDeletedRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("LongTermIdRanges",
            wire::sized_field<wire::u16>(wire::counted<wire::u32>(self.long_term_id_ranges)));
  }
};
// MS-OXCROPS section 2.2.13.12.2
using SetLocalReplicaMidsetDeletedResponse = oxcrops::PlainResponse<RopId::set_local_replica_midset_deleted>;

}  // namespace mapigate::oxcfxics
