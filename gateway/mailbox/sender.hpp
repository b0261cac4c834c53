#pragma once

#include "gateway/directory/directory.hpp"
#include "gateway/mailbox/mailboxes.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/people.hpp"

namespace mapigate::mailbox {

// Who sends a message, and in whose name ([MS-OXOMSG] sections 3.2.4.1.3 and 3.2.4.1.4).
struct Senders {
  Person sender;
  Person represented;
};

// Of a message that its actor submits. The represented person is the one whom the client has named, else the
// owner of the mailbox that the message is in. SendAsDenied: nobody may send in the name of
// - somebody else, but for those with whom their mailbox was shared as a whole, who send as them, and their
//   delegates, who send on behalf of them ([MS-OXODLGT] section 2.2.2.2.5);
// - the organizer of a meeting, but for whoever passes on a message about it: on behalf of them, as
//   [MS-OXOCAL] section 3.1.4.7.4 has it.
Outcome<Senders> senders_of(OpenMessage& message, const directory::Directory& directory,
                            Mailboxes& mailboxes);

// Whether `delegate` is one of those whom the owner of the mailbox has made a delegate.
Outcome<bool> is_delegate(Mailbox& mailbox, const directory::User& delegate,
                          const directory::Directory& directory);

}  // namespace mapigate::mailbox
