#pragma once

#include <string>
#include <string_view>

#include "gateway/mailbox/mailbox.hpp"

// Who is out of office ([MS-OXWOOF]), and who has been told so.

namespace mapigate::mailbox {

// PidTagOutOfOfficeState of the mailbox, [MS-OXWOOF] section 2.2.5.2.
Outcome<bool> is_out_of_office(Mailbox& mailbox);

// From now on everybody is told once more. To be called when PidTagOutOfOfficeState of a mailbox becomes
// true.
Outcome<void> begin_out_of_office(Mailbox& mailbox);

// The key of what a rule tells somebody once while the mailbox is out of office ([MS-OXORULE] section
// 2.2.1.3.1.3: ST_KEEP_OOF_HIST).
Outcome<std::string> out_of_office_key(Mailbox& mailbox, std::uint64_t rule, std::string_view address);

}  // namespace mapigate::mailbox
