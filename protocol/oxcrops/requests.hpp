#pragma once

#include <string>

#include "protocol/oxcrops/rop.hpp"
#include "protocol/wire/fields.hpp"

// What follows RequestHead in the request of a ROP. `id` is the ROP it belongs to.

namespace mapigate::oxcrops {

// MS-OXCROPS section 2.2.15.3.1. There is no response.
using ReleaseRequest = PlainRequest<RopId::release>;

// MS-OXCROPS section 2.2.3.1.1; the flags are those of MS-OXCSTOR section 2.2.1.1.1.
struct LogonRequest {
  static constexpr RopId id = RopId::logon;
  static constexpr wire::u8 flag_private = 0x01;  // of logon_flags: a mailbox, not the public folders

  wire::u8 logon_flags = 0;
  wire::u32 open_flags = 0;
  wire::u32 store_state = 0;
  std::string essdn;  // the LegacyDN of the mailbox; empty for public folders

  static void fields(auto& self, auto& archive) {
    archive("LogonFlags", self.logon_flags);
    archive("OpenFlags", self.open_flags);
    archive("StoreState", self.store_state);
    archive("Essdn", wire::sized_ascii_z<wire::u16>(self.essdn));
  }
};

}  // namespace mapigate::oxcrops
