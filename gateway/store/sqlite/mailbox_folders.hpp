#pragma once

#include "gateway/store/folder_store.hpp"
#include "gateway/store/sqlite/pooled_transaction.hpp"

// What several source files of the mailbox driver need of folders.

namespace mapigate::store::sqlite {

struct FolderState {
  FolderNumber parent = 0;
  FolderKind kind = FolderKind::generic;
  std::optional<Time> deleted;
};

// Fails the transaction with not_found where there is no such folder.
std::optional<FolderState> folder_state(PooledTransaction& transaction, FolderNumber number);
// That messages can be put into: not_found where there is none or it is deleted, conflict where it is a
// search folder.
void check_message_folder(PooledTransaction& transaction, FolderNumber number);
// The folder is changed as a whole in what is below it: its version stays, its change number does not.
void bump_folder(PooledTransaction& transaction, FolderNumber number);
// The folder and those below it, parents first; soft-deleted ones too.
std::vector<FolderNumber> folder_tree(PooledTransaction& transaction, FolderNumber number);

}  // namespace mapigate::store::sqlite
