#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/store/message_record.hpp"

// Which mailboxes have sent a message on by a rule: a header field of the message, so that it is known
// wherever the message goes. Exchange has the same one, with one address in each field.

namespace mapigate::mailbox {

// Addresses in the order in which they sent it on.
Outcome<std::vector<std::string>> loop_trail(Mailbox& mailbox, const store::Properties& message);
Outcome<void> extend_loop_trail(Mailbox& mailbox, store::Properties& message, std::string_view address);

// Whether `address` may send it on: not for a second time, and not as one of too many.
bool may_send_on(const std::vector<std::string>& trail, std::string_view address);

}  // namespace mapigate::mailbox
