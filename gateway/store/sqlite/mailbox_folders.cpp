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

// Fails with conflict where another folder has the name.
void check_name(PooledTransaction& transaction, FolderNumber parent, std::string_view key,
                FolderNumber but_for) {
  const auto taken = transaction.integer(
      "SELECT 1 FROM folder WHERE parent = ?1 AND name_key = ?2 AND deleted IS NULL AND number <> ?3", parent,
      as_bytes(key), but_for);
  if (taken) transaction.fail(StoreFault::conflict, "there is a folder of this name already");
}

// The same of a role.
void check_role(PooledTransaction& transaction, std::uint8_t role, FolderNumber but_for) {
  if (role == 0) return;
  const auto taken = transaction.integer(
      "SELECT 1 FROM folder WHERE role = ?1 AND deleted IS NULL AND number <> ?2", role, but_for);
  if (taken) transaction.fail(StoreFault::conflict, "there is a folder of this role already");
}

void check_parent(PooledTransaction& transaction, FolderNumber parent) {
  const auto state = folder_state(transaction, parent);
  if (state && state->deleted) transaction.fail(StoreFault::not_found, "the parent folder is deleted");
}

std::optional<FolderNumber> no_parent(FolderNumber parent) {
  return parent == 0 ? std::nullopt : std::optional(parent);
}

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

StoreResult<FolderRecord> SqliteMailbox::create_folder(const FolderWrite& folder) {
  return write([&](PooledTransaction& transaction) {
    const auto key = name_key(folder.name);
    if ((folder.parent == 0) != (folder.kind == FolderKind::root)) {
      transaction.fail(StoreFault::not_found, "only the root folder has no parent");
    } else if (folder.parent != 0) {
      check_parent(transaction, folder.parent);
      check_name(transaction, folder.parent, key, 0);
    }
    check_role(transaction, folder.role, 0);
    const auto number = claim_number(transaction, folder.number);
    const auto change = next_change(transaction);
    ValueKeeper values(*pool_, transaction);
    const auto properties = pack(folder.properties, values.keeper());
    if (!properties) transaction.fail(StoreFault::conflict, "the properties of the folder are too large");
    if (transaction.failed()) return FolderRecord();
    transaction.execute(
        "INSERT INTO folder (number, parent, kind, role, change_number, created, modified, name, name_key,"
        " change_key, predecessors, mirror, properties)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        number, no_parent(folder.parent), static_cast<int>(folder.kind), folder.role, change, folder.created,
        as_bytes(folder.name), as_bytes(key), folder.change_key, folder.predecessor_change_list,
        as_bytes(folder.mirror), *properties);
    values.give_to(OwnerKind::folder, number);
    bump_folder(transaction, folder.parent);
    return read_folder(transaction, number);
  });
}

StoreResult<FolderRecord> SqliteMailbox::change_folder(FolderNumber number, const FolderChange& change) {
  return write([&](PooledTransaction& transaction) {
    FolderRecord folder = read_folder(transaction, number);
    if (transaction.failed()) return FolderRecord();
    if (change.name) folder.name = *change.name;
    for (const auto id : change.erase) folder.properties.erase(id);
    for (const auto& property : change.set) folder.properties.set(property);
    if (change.mirror) folder.mirror = *change.mirror;
    if (change.role) folder.role = *change.role;
    if (change.modified != 0) folder.modified = change.modified;
    const auto key = name_key(folder.name);
    if (change.name && !folder.deleted) check_name(transaction, folder.parent, key, number);
    if (change.role && !folder.deleted) check_role(transaction, folder.role, number);

    // A change that no key is given for was made here.
    auto version = next_version(identity_.replica_guid, folder.version, next_change(transaction));
    if (change.change_key) {
      version.change_key = *change.change_key;
      version.predecessor_change_list = change.predecessor_change_list.value_or(wire::Bytes());
    }

    ValueKeeper values(*pool_, transaction);
    const auto properties = pack(folder.properties, values.keeper());
    if (!properties) transaction.fail(StoreFault::conflict, "the properties of the folder are too large");
    if (transaction.failed()) return FolderRecord();
    transaction.execute(
        "UPDATE folder SET change_number = ?2, modified = ?3, name = ?4, name_key = ?5, change_key = ?6,"
        " predecessors = ?7, mirror = ?8, properties = ?9, role = ?10 WHERE number = ?1",
        number, version.change_number, folder.modified, as_bytes(folder.name), as_bytes(key),
        version.change_key, version.predecessor_change_list, as_bytes(folder.mirror), *properties,
        folder.role);
    values.give_to(OwnerKind::folder, number);
    bump_folder(transaction, folder.parent);
    return read_folder(transaction, number);
  });
}

StoreResult<FolderRecord> SqliteMailbox::move_folder(FolderNumber number, FolderNumber parent,
                                                     std::u16string_view name) {
  return write([&](PooledTransaction& transaction) {
    const FolderRecord folder = read_folder(transaction, number);
    if (transaction.failed()) return FolderRecord();
    check_parent(transaction, parent);
    const auto below_itself = transaction.integer(
        "WITH RECURSIVE above(number) AS (SELECT ?1 UNION SELECT f.parent FROM folder f"
        " JOIN above a ON f.number = a.number WHERE f.parent IS NOT NULL)"
        " SELECT 1 FROM above WHERE number = ?2",
        parent, number);
    if (below_itself) transaction.fail(StoreFault::conflict, "a folder cannot be moved below itself");
    const auto key = name_key(name);
    check_name(transaction, parent, key, number);

    // A deleted one comes back, with what was deleted together with it.
    if (folder.deleted) {
      for (const auto below : folder_tree(transaction, number)) {
        transaction.execute(
            "UPDATE folder SET deleted = NULL WHERE number = ?1 AND deleted = ?2 AND ?1 <> ?3", below,
            *folder.deleted, number);
        transaction.execute(
            "UPDATE message SET contents = contents - 2, deleted = NULL"
            " WHERE folder = ?1 AND contents > 1 AND deleted = ?2",
            below, *folder.deleted);
      }
    }
    const auto version = next_version(identity_.replica_guid, folder.version, next_change(transaction));
    transaction.execute(
        "UPDATE folder SET parent = ?2, deleted = NULL, change_number = ?3, change_key = ?4, predecessors = "
        "?5,"
        " name = ?6, name_key = ?7 WHERE number = ?1",
        number, parent, version.change_number, version.change_key, version.predecessor_change_list,
        as_bytes(name), as_bytes(key));
    if (folder.parent != parent) {
      if (!folder.deleted) {
        transaction.execute(
            "INSERT INTO deletion (folder, kind, change_number, number) VALUES (?1, 1, ?2, ?3)",
            folder.parent, version.change_number, number);
      }
      bump_folder(transaction, folder.parent);
    }
    bump_folder(transaction, parent);
    return read_folder(transaction, number);
  });
}

}  // namespace mapigate::store::sqlite
