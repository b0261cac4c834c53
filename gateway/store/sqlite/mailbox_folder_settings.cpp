#include "gateway/base/encoding.hpp"
#include "gateway/store/sqlite/mailbox.hpp"
#include "gateway/store/sqlite/mailbox_folders.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::store::sqlite {

namespace {

PerUserInformation per_user_of(const Rows& rows) {
  PerUserInformation information;
  information.user = rows.text(0);
  information.folder = static_cast<FolderNumber>(rows.integer(1));
  const auto read = rows.blob(2);
  information.read.assign(read.begin(), read.end());
  information.modified = static_cast<Time>(rows.integer(3));
  return information;
}

}  // namespace

StoreResult<std::vector<Permission>> SqliteMailbox::permissions(FolderNumber folder) {
  return read([&](PooledTransaction& transaction) {
    std::vector<Permission> permissions;
    if (!folder_state(transaction, folder)) return permissions;
    for (Rows rows = transaction.query(
             "SELECT id, member, rights FROM permission WHERE folder = ?1 ORDER BY id", folder);
         rows.next();) {
      permissions.push_back({static_cast<std::uint32_t>(rows.integer(0)), std::string(rows.text(1)),
                             static_cast<std::uint32_t>(rows.integer(2))});
    }
    return permissions;
  });
}

StoreResult<void> SqliteMailbox::set_permissions(FolderNumber folder,
                                                 const std::vector<Permission>& permissions) {
  return write([&](PooledTransaction& transaction) {
    if (!folder_state(transaction, folder)) return;
    transaction.execute("DELETE FROM permission WHERE folder = ?1", folder);
    for (const Permission& permission : permissions) {
      if (transaction.failed()) return;
      const auto id = permission.id != 0
                          ? std::int64_t{permission.id}
                          : transaction.integer("UPDATE counter SET member = member + 1 RETURNING member - 1")
                                .value_or(0);
      transaction.execute("INSERT INTO permission (folder, id, member, rights) VALUES (?1, ?2, ?3, ?4)",
                          folder, id, permission.member, permission.rights);
    }
  });
}

StoreResult<std::vector<Rule>> SqliteMailbox::rules(FolderNumber folder) {
  return read([&](PooledTransaction& transaction) {
    std::vector<Rule> rules;
    if (!folder_state(transaction, folder)) return rules;
    for (Rows rows = transaction.query(
             "SELECT id, properties FROM rule WHERE folder = ?1 ORDER BY sequence, id", folder);
         rows.next();) {
      rules.push_back({static_cast<std::uint64_t>(rows.integer(0)), unpack(transaction, rows.blob(1))});
    }
    return rules;
  });
}

StoreResult<void> SqliteMailbox::set_rules(FolderNumber folder, const std::vector<Rule>& rules) {
  return write([&](PooledTransaction& transaction) {
    if (!folder_state(transaction, folder)) return;
    transaction.execute("DELETE FROM rule WHERE folder = ?1", folder);
    ValueKeeper values(*pool_, transaction);
    for (const Rule& rule : rules) {
      if (transaction.failed()) return;
      const auto id =
          rule.id != 0
              ? static_cast<std::int64_t>(rule.id)
              : transaction.integer("UPDATE counter SET rule = rule + 1 RETURNING rule - 1").value_or(0);
      const auto* sequence = rule.properties.get<std::int32_t>(oxprops::pid_tag_rule_sequence);
      const auto properties = pack(rule.properties, values.keeper());
      if (!properties) return transaction.fail(StoreFault::conflict, "the rule is too large");
      transaction.execute("INSERT INTO rule (id, folder, sequence, properties) VALUES (?1, ?2, ?3, ?4)", id,
                          folder, sequence ? *sequence : 0, *properties);
    }
    values.give_to(OwnerKind::rules, folder);
  });
}

StoreResult<std::vector<ReceiveFolder>> SqliteMailbox::receive_folders() {
  return read(
      [&](PooledTransaction& transaction) {
        std::vector<ReceiveFolder> entries;
        for (Rows rows = transaction.query(
                 "SELECT message_class, folder, modified FROM receive_folder ORDER BY class_key");
             rows.next();) {
          entries.push_back({std::string(rows.text(0)), static_cast<FolderNumber>(rows.integer(1)),
                             static_cast<Time>(rows.integer(2))});
        }
        return entries;
      },
      Transaction::Mode::single);
}

StoreResult<void> SqliteMailbox::set_receive_folder(const ReceiveFolder& entry) {
  return write([&](PooledTransaction& transaction) {
    const auto key = to_lower(entry.message_class);
    if (entry.folder == 0) {
      transaction.execute("DELETE FROM receive_folder WHERE class_key = ?1", key);
      return;
    }
    if (!folder_state(transaction, entry.folder)) return;
    transaction.execute(
        "INSERT OR REPLACE INTO receive_folder (class_key, message_class, folder, modified)"
        " VALUES (?1, ?2, ?3, ?4)",
        key, entry.message_class, entry.folder, entry.modified);
  });
}

StoreResult<std::vector<PerUserInformation>> SqliteMailbox::per_user(std::string_view user) {
  return read(
      [&](PooledTransaction& transaction) {
        std::vector<PerUserInformation> information;
        for (Rows rows = transaction.query(
                 "SELECT user, folder, read, modified FROM per_user WHERE user = ?1 ORDER BY folder", user);
             rows.next();) {
          information.push_back(per_user_of(rows));
        }
        return information;
      },
      Transaction::Mode::single);
}

StoreResult<std::optional<PerUserInformation>> SqliteMailbox::per_user(std::string_view user,
                                                                       FolderNumber folder) {
  return read(
      [&](PooledTransaction& transaction) -> std::optional<PerUserInformation> {
        Rows rows = transaction.query(
            "SELECT user, folder, read, modified FROM per_user WHERE user = ?1 AND folder = ?2", user,
            folder);
        if (!rows.next()) return std::nullopt;
        return per_user_of(rows);
      },
      Transaction::Mode::single);
}

StoreResult<void> SqliteMailbox::set_per_user(const PerUserInformation& information) {
  return write([&](PooledTransaction& transaction) {
    if (!folder_state(transaction, information.folder)) return;
    transaction.execute(
        "INSERT OR REPLACE INTO per_user (user, folder, read, modified) VALUES (?1, ?2, ?3, ?4)",
        information.user, information.folder, information.read, information.modified);
  });
}

}  // namespace mapigate::store::sqlite
