#pragma once

#include <vector>

#include "gateway/mailbox/mailbox.hpp"

namespace mapigate::mailbox {

// The properties of the Inbox and of the root that lead to the special folders, [MS-OXOSFLD] sections 2.2.3
// to 2.2.6: those whose value is another than it should be. `now`: the properties that the folder has; what
// clients have put into them stays.
std::vector<store::Property> special_entry_ids(Mailbox& mailbox, const store::Properties& now);

}  // namespace mapigate::mailbox
