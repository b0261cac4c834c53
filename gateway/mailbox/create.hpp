#pragma once

#include "gateway/mailbox/mailbox.hpp"

namespace mapigate::mailbox {

// Adds what is missing of what a mailbox, or a store of public folders, has from its beginning: special
// folders ([MS-OXOSFLD] section 2.2.1, [MS-OXCSTOR] sections 2.2.1.1.3 and 2.2.1.1.4) with the properties
// that lead to them, permissions, receive folders, search folders. To be called whenever one is opened: for a
// new one it makes all of it, and what an interrupted call has left undone is done by the next one.
//
// Folders are named in the language of `lcid` where the mailbox has no language yet; from then on in that. A
// folder that is at the right place with the right name becomes the special folder; there is never a second.
Outcome<void> complete_structure(Mailbox& mailbox, std::uint32_t lcid);

}  // namespace mapigate::mailbox
