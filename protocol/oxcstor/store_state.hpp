#pragma once

#include "protocol/oxcrops/rop.hpp"

namespace mapigate::oxcstor {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.3.5.1
using GetStoreStateRequest = oxcrops::PlainRequest<RopId::get_store_state>;
// MS-OXCROPS section 2.2.3.5.2
struct GetStoreStateResponse {
  static constexpr RopId id = RopId::get_store_state;
  // STORE_HAS_SEARCHES, MS-OXCSTOR section 2.2.1.5.2: the mailbox has active search folders.
  static constexpr wire::u32 store_has_searches = 0x01000000;

  oxcdata::ErrorCode return_value{};
  wire::u32 store_state = 0;

  bool operator==(const GetStoreStateResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("StoreState", self.store_state);
  }
};

}  // namespace mapigate::oxcstor
