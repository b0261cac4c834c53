#pragma once

#include "gateway/mailbox/actor.hpp"
#include "gateway/mailbox/mailbox.hpp"
#include "gateway/mailbox/rights.hpp"

namespace mapigate::mailbox {

// What `actor` may do in a folder, [MS-OXCPERM] sections 2.2.7 and 3.2.5: all rights of an owner; else those
// of the actor's entry, else of the default (of the anonymous entry for nobody in particular). A folder's
// owner has the rights of an owner, and rights imply those that [MS-OXCPERM] says they do.
Outcome<Rights> rights_in(Mailbox& mailbox, const Actor& actor, FolderNumber folder);

}  // namespace mapigate::mailbox
