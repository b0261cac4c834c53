#include "gateway/store/sqlite/folder_names.hpp"
#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_folders.hpp"
#include "gateway/store/sqlite/mailbox_numbers.hpp"

namespace mapigate::store::sqlite {

namespace {

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

}  // namespace

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
