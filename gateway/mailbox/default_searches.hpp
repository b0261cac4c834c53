#pragma once

#include "gateway/mailbox/mailbox.hpp"

namespace mapigate::mailbox {

// Gives the search folders that a new mailbox has their criteria: reminders ([MS-OXORMDR] section 2.2.3) and
// to-do ([MS-OXOTASK] section 3.1.4). Of folders that are not there, nothing happens; what has criteria
// already keeps them.
Outcome<void> install_default_searches(Mailbox& mailbox);

}  // namespace mapigate::mailbox
