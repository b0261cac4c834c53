#pragma once

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcrops/rop.hpp"

// Between the 64-bit ids that hold within a logon and the long-term ids that hold everywhere.

namespace mapigate::oxcstor {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.3.8.1
struct LongTermIdFromIdRequest {
  static constexpr RopId id = RopId::long_term_id_from_id;

  wire::u64 object_id = 0;  // a FolderId or a MessageId

  bool operator==(const LongTermIdFromIdRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("ObjectId", self.object_id); }
};
// MS-OXCROPS section 2.2.3.8.2
struct LongTermIdFromIdResponse {
  static constexpr RopId id = RopId::long_term_id_from_id;

  oxcdata::ErrorCode return_value{};
  oxcdata::LongTermId long_term_id;

  bool operator==(const LongTermIdFromIdResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("LongTermId", self.long_term_id);
  }
};

// MS-OXCROPS section 2.2.3.9.1
struct IdFromLongTermIdRequest {
  static constexpr RopId id = RopId::id_from_long_term_id;

  oxcdata::LongTermId long_term_id;

  bool operator==(const IdFromLongTermIdRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("LongTermId", self.long_term_id); }
};
// MS-OXCROPS section 2.2.3.9.2
struct IdFromLongTermIdResponse {
  static constexpr RopId id = RopId::id_from_long_term_id;

  oxcdata::ErrorCode return_value{};
  wire::u64 object_id = 0;  // a FolderId or a MessageId, as was asked

  bool operator==(const IdFromLongTermIdResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("ObjectId", self.object_id);
  }
};

}  // namespace mapigate::oxcstor
