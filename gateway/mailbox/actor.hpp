#pragma once

#include <cstdint>
#include <string>

namespace mapigate::mailbox {

// Who acts in a mailbox: the authenticated user, or the gateway itself.
struct Actor {
  std::string mailbox_guid;  // of the user's own mailbox; empty: anonymous
  std::string address;       // primary SMTP address
  std::string display_name;
  std::string legacy_dn;
  // All rights everywhere: the owner of the mailbox, whoever it was shared with as a whole, and the gateway.
  bool owner = false;
};

}  // namespace mapigate::mailbox
