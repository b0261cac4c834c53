#pragma once

#include "gateway/mailbox/mailbox.hpp"

namespace mapigate::mailbox {

// Looks whether the folders and messages of a mailbox agree with one another (MailboxStore::verify() without
// reading every byte) and says in the log what does not, and how it is repaired. Takes time in proportion to
// the mailbox; true: all is well.
bool check_structure(Mailbox& mailbox);

}  // namespace mapigate::mailbox
