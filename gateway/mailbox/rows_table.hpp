#pragma once

#include "gateway/directory/directory.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/table.hpp"

// Tables of few rows, which are read anew for each operation.

namespace mapigate::mailbox {

// The attachments of an open message that are saved in it, [MS-OXCMSG] section 2.2.3.17.
std::unique_ptr<Table> open_attachments_table(std::shared_ptr<Logon> logon, OpenMessagePtr message);

// Who may do what in a folder, [MS-OXCPERM] section 2.2.1. AccessDenied: the folder cannot be seen.
// `directory` outlives the table.
Outcome<std::unique_ptr<Table>> open_permissions_table(std::shared_ptr<Logon> logon, FolderNumber folder,
                                                       bool include_free_busy,
                                                       const directory::Directory& directory);

// The rules of a folder that are no messages, [MS-OXORULE] section 2.2.2. AccessDenied: they are not the
// user's to see.
Outcome<std::unique_ptr<Table>> open_rules_table(std::shared_ptr<Logon> logon, FolderNumber folder);

}  // namespace mapigate::mailbox
