#pragma once

#include <string>
#include <vector>

#include "gateway/store/message_record.hpp"

namespace mapigate::mailbox {

// PidTagDisplayTo, PidTagDisplayCc and PidTagDisplayBcc ([MS-OXOMSG] sections 2.2.1.7 to 2.2.1.9): the names
// of the recipients of this kind with "; " between them.
std::u16string display_names(const std::vector<store::Recipient>& recipients, std::uint8_t kind);

// A change of a list of recipients by row ids, [MS-OXCMSG] section 3.2.5.5.
struct RecipientChange {
  std::uint32_t row_id = 0;
  bool remove = false;
  std::uint8_t type = 0;
  store::Properties properties;
};
// Replaces those with the same row id and adds others; `recipients` is in the order of row ids. Removing one
// that is not there is no error. False, and nothing changed, where there could be more than `limit`.
bool change_recipients(std::vector<store::Recipient>& recipients, std::vector<RecipientChange> changes,
                       std::size_t limit);

// In the order of row ids, of which each is there once. Where a message does not have them so (it was
// delivered, or made by a program) all get new ones.
void number_recipients(std::vector<store::Recipient>& recipients);

}  // namespace mapigate::mailbox
