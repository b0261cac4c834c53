#pragma once

#include "gateway/mailbox/mailbox.hpp"

namespace mapigate::mailbox {

// Adds what is missing of what a mailbox, or a store of public folders, has from its beginning: special
// folders ([MS-OXOSFLD] section 2.2.1, [MS-OXCSTOR] sections 2.2.1.1.3 and 2.2.1.1.4) with the properties
// that lead to them, permissions, receive folders, search folders. To be called whenever one is opened: for a
// new one it makes all of it, and what an interrupted call has left undone is done by the next one.
//
// Folders are named in the language of the mailbox. It is the one of the client that is the first to say one
// (`client_lcid`, [MS-LCID]; 0: none, nobody has logged on); until then folders have names in that of
// `default_lcid`, as they have for a client whose language there are no names in. With the language the names
// change that nobody has given. A folder that is at the right place with the right name becomes the special
// folder; there is never a second.
Outcome<void> complete_structure(Mailbox& mailbox, std::uint32_t client_lcid, std::uint32_t default_lcid);

// Whether a client has said the language of the mailbox.
Outcome<bool> has_language(Mailbox& mailbox);

}  // namespace mapigate::mailbox
