#pragma once

#include "gateway/mailbox/table.hpp"

namespace mapigate::mailbox {

// The folders below a folder ([MS-OXCFOLD] section 2.2.1.13) that the user can see, in the order of their
// names; with `deep` all levels, each folder before those in it. `deleted`: the soft-deleted ones instead.
Outcome<std::unique_ptr<Table>> open_hierarchy_table(std::shared_ptr<Logon> logon, FolderNumber folder,
                                                     bool deep, bool deleted);

}  // namespace mapigate::mailbox
