#pragma once

#include "gateway/mailbox/mailbox_copy.hpp"
#include "gateway/mailbox/open_attachment.hpp"
#include "gateway/mailbox/open_message.hpp"

// What is copied from one open message or attachment into another ([MS-OXCPRPT] sections 3.2.5.7
// and 3.2.5.8), to be saved with it.

namespace mapigate::mailbox {

// The property with the id that it has in the mailbox of the other object. NotFound: it has lost its name.
Outcome<store::Property> translated(store::Property property, MailboxTranslator& translator);

// In the place of those that `to` has.
Outcome<void> copy_recipients(OpenMessage& from, OpenMessage& to, MailboxTranslator& translator);
Outcome<void> copy_attachments(OpenMessage& from, OpenMessage& to, MailboxTranslator& translator);
// Of an attachment that is a message: all of that message, in the place of the one that `to` is.
Outcome<void> copy_embedded(OpenAttachment& from, OpenAttachment& to, MailboxTranslator& translator);

}  // namespace mapigate::mailbox
