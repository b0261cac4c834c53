#pragma once

#include <map>
#include <vector>

#include "gateway/mailbox/logon.hpp"

namespace mapigate::mailbox {

// The messages that an operation of somebody is about, by the folders they really are in: those that a search
// folder shows are in others.
struct MessageSelection {
  std::map<FolderNumber, std::vector<MessageNumber>> by_folder;
  bool left_out = false;  // some: they are not there, or may not be used so

  std::size_t size() const;
};

struct MessageUse {
  std::uint32_t access = 0;  // of PidTagAccess: all of these are needed
  bool deleted = true;       // also soft-deleted ones
  bool submitted = true;     // also those that are on their way ([MS-OXOMSG] section 3.2.5.1)
};

// Each of `numbers` once, in their order. AccessDenied where there are some and none may be used so.
Outcome<MessageSelection> select_messages(const Logon& logon, const store::FolderRecord& folder,
                                          std::vector<MessageNumber> numbers, MessageUse use);

}  // namespace mapigate::mailbox
