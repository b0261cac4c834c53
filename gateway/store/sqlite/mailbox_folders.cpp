#include "gateway/store/sqlite/mailbox_folders.hpp"

#include <unordered_map>

#include "gateway/store/sqlite/folder_names.hpp"
#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_numbers.hpp"

namespace mapigate::store::sqlite {

namespace {

#define MAPIGATE_SELECT_FOLDER                                                                            \
  "SELECT f.number, f.parent, f.kind, f.role, f.change_number, f.created, f.modified, f.deleted, f.name," \
  " f.change_key, f.predecessors, f.mirror, f.properties, c.messages, c.unread, c.size, c.associated,"    \
  " c.associated_size, c.deleted, c.deleted_size, c.subfolders, c.contents_change"                        \
  " FROM folder f LEFT JOIN folder_counts c ON c.folder = f.number "

// The folders below ?1, ?1 left out; ends for a loop too.
#define MAPIGATE_FOLDERS_BELOW                                                   \
  "WITH RECURSIVE below(number) AS (SELECT number FROM folder WHERE parent = ?1" \
  " UNION SELECT f.number FROM folder f JOIN below b ON f.parent = b.number) "

constexpr auto select_folder = MAPIGATE_SELECT_FOLDER "WHERE f.number = ?1";
constexpr auto select_children = MAPIGATE_SELECT_FOLDER
    "WHERE f.parent = ?1 AND (f.deleted IS NOT NULL) = ?2 ORDER BY f.name_key, f.number";
constexpr auto select_below = MAPIGATE_FOLDERS_BELOW MAPIGATE_SELECT_FOLDER
    "WHERE f.number IN below AND f.number <> ?1 AND (f.deleted IS NOT NULL) = ?2 ORDER BY f.name_key, "
    "f.number";

wire::Bytes bytes_of(std::span<const std::uint8_t> view) { return {view.begin(), view.end()}; }

// Parents before their children, those of one parent in the order they came in.
std::vector<FolderRecord> in_tree_order(FolderNumber parent, std::vector<FolderRecord> folders) {
  std::unordered_map<FolderNumber, std::vector<std::size_t>> children;
  std::unordered_map<FolderNumber, bool> listed;
  for (const auto& folder : folders) listed[folder.number] = true;
  // One whose parent is not listed (deleted below one that is not) stands for itself.
  for (std::size_t i = 0; i < folders.size(); ++i) {
    children[listed.contains(folders[i].parent) ? folders[i].parent : parent].push_back(i);
  }
  std::vector<FolderRecord> ordered;
  ordered.reserve(folders.size());
  std::vector<std::size_t> waiting;
  const auto push_children = [&](FolderNumber number) {
    const auto found = children.find(number);
    if (found == children.end()) return;
    waiting.insert(waiting.end(), found->second.rbegin(), found->second.rend());
    children.erase(found);
  };
  push_children(parent);
  while (!waiting.empty()) {
    const auto index = waiting.back();
    waiting.pop_back();
    const auto number = folders[index].number;
    ordered.push_back(std::move(folders[index]));
    push_children(number);
  }
  return ordered;
}

}  // namespace

std::optional<FolderState> folder_state(PooledTransaction& transaction, FolderNumber number) {
  Rows rows = transaction.query("SELECT parent, kind, deleted FROM folder WHERE number = ?1", number);
  if (!rows.next()) {
    transaction.fail(StoreFault::not_found, "there is no such folder");
    return std::nullopt;
  }
  FolderState state;
  state.parent = static_cast<FolderNumber>(rows.integer(0));
  state.kind = static_cast<FolderKind>(rows.integer(1));
  if (!rows.is_null(2)) state.deleted = static_cast<Time>(rows.integer(2));
  return state;
}

void check_message_folder(PooledTransaction& transaction, FolderNumber number) {
  const auto state = folder_state(transaction, number);
  if (!state) return;
  if (state->deleted) transaction.fail(StoreFault::not_found, "the folder is deleted");
  if (state->kind == FolderKind::search) {
    transaction.fail(StoreFault::conflict, "a search folder holds no messages of its own");
  }
}

void bump_folder(PooledTransaction& transaction, FolderNumber number) {
  if (number == 0) return;
  transaction.execute("UPDATE folder SET change_number = ?2 WHERE number = ?1", number,
                      next_change(transaction));
}

std::vector<FolderNumber> folder_tree(PooledTransaction& transaction, FolderNumber number) {
  std::vector<FolderNumber> tree{number};
  // SQLite's queue gives the nearest first.
  for (const auto below :
       transaction.integers(MAPIGATE_FOLDERS_BELOW "SELECT number FROM below WHERE number <> ?1", number)) {
    tree.push_back(below);
  }
  return tree;
}

Properties SqliteMailbox::unpack(PooledTransaction& transaction, std::span<const std::uint8_t> bytes) const {
  const auto packed = PackedProperties::read(bytes);
  auto properties = packed ? packed->unpack(opener()) : std::nullopt;
  if (!properties) {
    transaction.fail(StoreFault::corrupt,
                     fmt::format("properties in the database {} are damaged", file_.string()));
    return {};
  }
  return std::move(*properties);
}

FolderRecord SqliteMailbox::folder_of(PooledTransaction& transaction, const Rows& row) const {
  const auto number = [&](int column) { return static_cast<std::uint64_t>(row.integer(column)); };
  FolderRecord folder;
  folder.number = number(0);
  folder.parent = number(1);
  folder.kind = static_cast<FolderKind>(row.integer(2));
  folder.role = static_cast<std::uint8_t>(row.integer(3));
  folder.version = {number(4), bytes_of(row.blob(9)), bytes_of(row.blob(10))};
  folder.created = number(5);
  folder.modified = number(6);
  if (!row.is_null(7)) folder.deleted = number(7);
  folder.name = as_text<std::u16string>(row.blob(8));
  folder.mirror = as_text<std::string>(row.blob(11));
  folder.properties = unpack(transaction, row.blob(12));
  folder.counts = {number(13), number(14), number(15), number(16), number(17), number(18), number(19)};
  folder.subfolders = static_cast<std::uint32_t>(number(20));
  folder.contents_change = number(21);
  return folder;
}

FolderRecord SqliteMailbox::read_folder(PooledTransaction& transaction, FolderNumber number) const {
  Rows rows = transaction.query(select_folder, number);
  if (rows.next()) return folder_of(transaction, rows);
  transaction.fail(StoreFault::not_found, "there is no such folder");
  return {};
}

StoreResult<FolderRecord> SqliteMailbox::folder(FolderNumber number) {
  return read([&](PooledTransaction& transaction) { return read_folder(transaction, number); },
              Transaction::Mode::single);
}

StoreResult<std::vector<FolderRecord>> SqliteMailbox::folders(FolderNumber parent, bool deep, bool deleted) {
  return read([&](PooledTransaction& transaction) {
    std::vector<FolderRecord> folders;
    if (!folder_state(transaction, parent)) return folders;
    for (Rows rows = transaction.query(deep ? select_below : select_children, parent, deleted);
         rows.next();) {
      folders.push_back(folder_of(transaction, rows));
    }
    return deep ? in_tree_order(parent, std::move(folders)) : std::move(folders);
  });
}

StoreResult<std::optional<FolderNumber>> SqliteMailbox::folder_by_role(std::uint8_t role) {
  return read(
      [&](PooledTransaction& transaction) -> std::optional<FolderNumber> {
        if (role == 0) return std::nullopt;
        return transaction.integer(
            "SELECT number FROM folder WHERE role = ?1 AND role <> 0 AND deleted IS NULL", role);
      },
      Transaction::Mode::single);
}

StoreResult<std::optional<FolderNumber>> SqliteMailbox::folder_by_name(FolderNumber parent,
                                                                       std::u16string_view name) {
  return read([&](PooledTransaction& transaction) -> std::optional<FolderNumber> {
    if (!folder_state(transaction, parent)) return std::nullopt;
    const auto key = name_key(name);
    return transaction.integer(
        "SELECT number FROM folder WHERE parent = ?1 AND name_key = ?2 AND deleted IS NULL", parent,
        as_bytes(key));
  });
}

}  // namespace mapigate::store::sqlite
