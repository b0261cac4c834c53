#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_folders.hpp"
#include "gateway/store/sqlite/mailbox_messages.hpp"
#include "gateway/store/sqlite/mailbox_numbers.hpp"

namespace mapigate::store::sqlite {

namespace {

void log_folder(PooledTransaction& transaction, FolderNumber parent, FolderNumber number) {
  transaction.execute("INSERT INTO deletion (folder, kind, change_number, number) VALUES (?1, 1, ?2, ?3)",
                      parent, next_change(transaction), number);
}

// Its messages are no longer logged one by one: the folder is.
bool delete_softly(PooledTransaction& transaction, FolderNumber number, Time when) {
  const auto state = folder_state(transaction, number);
  if (!state || state->deleted) return false;
  transaction.execute("UPDATE folder SET deleted = ?2, change_number = ?3 WHERE number = ?1", number, when,
                      next_change(transaction));
  transaction.execute(
      "UPDATE message SET contents = contents + 2, deleted = ?2 WHERE folder = ?1 AND contents < 2", number,
      when);
  transaction.execute("DELETE FROM search_result WHERE search = ?1", number);
  log_folder(transaction, state->parent, number);
  return true;
}

void erase(PooledTransaction& transaction, FolderNumber number) {
  const auto state = folder_state(transaction, number);
  if (!state) return;
  for (const auto message : transaction.integers("SELECT number FROM message WHERE folder = ?1", number)) {
    erase_message(transaction, message);
  }
  if (!state->deleted) log_folder(transaction, state->parent, number);
  transaction.execute("DELETE FROM search_result WHERE search = ?1", number);
  transaction.execute("DELETE FROM deletion WHERE folder = ?1", number);
  transaction.execute("DELETE FROM folder WHERE number = ?1", number);
  release_values(transaction, OwnerKind::folder, number);
  release_values(transaction, OwnerKind::rules, number);
}

}  // namespace

StoreResult<std::vector<FolderNumber>> SqliteMailbox::delete_folder(FolderNumber number,
                                                                    std::optional<Time> when) {
  return write([&](PooledTransaction& transaction) {
    std::vector<FolderNumber> deleted;
    const auto state = folder_state(transaction, number);
    if (!state) return deleted;
    if (state->kind == FolderKind::root) {
      transaction.fail(StoreFault::conflict, "the root folder cannot be deleted");
      return deleted;
    }
    const auto tree = folder_tree(transaction, number);
    if (when) {
      for (const auto folder : tree) {
        if (delete_softly(transaction, folder, *when)) deleted.push_back(folder);
      }
    } else {
      for (auto folder = tree.rbegin(); folder != tree.rend(); ++folder) erase(transaction, *folder);
      deleted = tree;
    }
    bump_folder(transaction, state->parent);
    return deleted;
  });
}

StoreResult<std::uint64_t> SqliteMailbox::purge_deleted(Time before, std::uint64_t limit) {
  return write([&](PooledTransaction& transaction) {
    const auto rows = std::min<std::uint64_t>(limit, INT64_MAX);
    const auto messages = transaction.integers(
        "SELECT number FROM message WHERE deleted < ?1 ORDER BY deleted LIMIT ?2", before, rows);
    for (const auto message : messages) erase_message(transaction, message);
    // A folder goes when there is nothing left in it or below it; those at the bottom first.
    constexpr auto empty_folders =
        "SELECT number FROM folder f WHERE deleted < ?1"
        " AND NOT EXISTS (SELECT 1 FROM message m WHERE m.folder = f.number)"
        " AND NOT EXISTS (SELECT 1 FROM folder b WHERE b.parent = f.number)";
    for (auto empty = transaction.integers(empty_folders, before); !empty.empty() && !transaction.failed();
         empty = transaction.integers(empty_folders, before)) {
      for (const auto folder : empty) erase(transaction, folder);
    }
    return static_cast<std::uint64_t>(messages.size());
  });
}

}  // namespace mapigate::store::sqlite
