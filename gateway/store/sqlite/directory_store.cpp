#include "gateway/store/sqlite/directory_store.hpp"

#include <fmt/core.h>

#include <map>
#include <mutex>

#include "gateway/store/sqlite/directory_schema.hpp"
#include "gateway/store/sqlite/statement.hpp"

namespace mapigate::store::sqlite {

namespace {

struct Statements {
  explicit Statements(Database& db)
      : users(
            db,
            "SELECT u.id, u.mailbox_guid, a.address, u.display_name, u.legacy_dn, u.enabled, u.redirect_kind,"
            " u.redirect, u.revision FROM user u JOIN address a ON a.user = u.id AND a.is_primary"
            " ORDER BY a.address"),
        aliases(db, "SELECT user, address FROM address WHERE NOT is_primary ORDER BY address"),
        shares(db,
               "SELECT s.user, m.mailbox_guid FROM share s JOIN user m ON m.id = s.mailbox"
               " ORDER BY m.mailbox_guid"),
        find(db, "SELECT id, revision, password_hash FROM user WHERE mailbox_guid = ?1"),
        owner(db,
              "SELECT p.address FROM address a JOIN address p ON p.user = a.user AND p.is_primary"
              " WHERE a.address = ?1"),
        insert_user(
            db,
            "INSERT INTO user (mailbox_guid, legacy_dn, display_name, enabled, redirect_kind, redirect,"
            " password_hash, revision) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1) RETURNING id"),
        update_user(db,
                    "UPDATE user SET legacy_dn = ?2, display_name = ?3, enabled = ?4, redirect_kind = ?5,"
                    " redirect = ?6, revision = revision + 1 WHERE id = ?1"),
        delete_user(db, "DELETE FROM user WHERE mailbox_guid = ?1"),
        insert_address(db, "INSERT INTO address (address, user, is_primary) VALUES (?1, ?2, ?3)"),
        delete_addresses(db, "DELETE FROM address WHERE user = ?1"),
        insert_share(db, "INSERT INTO share (user, mailbox) SELECT ?1, id FROM user WHERE mailbox_guid = ?2"),
        delete_shares(db, "DELETE FROM share WHERE user = ?1"),
        set_hash(db, "UPDATE user SET password_hash = ?2, revision = revision + 1 WHERE mailbox_guid = ?1"),
        replace_hash(db,
                     "UPDATE user SET password_hash = ?3 WHERE mailbox_guid = ?1 AND password_hash = ?2") {}

  Statement users, aliases, shares, find, owner;
  Statement insert_user, update_user, delete_user;
  Statement insert_address, delete_addresses, insert_share, delete_shares;
  Statement set_hash, replace_hash;
};

std::optional<std::string_view> redirect_kind(const UserRecord& user) {
  if (!user.redirect) return std::nullopt;
  return user.redirect->is_url ? "url" : "address";
}

std::optional<std::string_view> redirect_target(const UserRecord& user) {
  if (!user.redirect) return std::nullopt;
  return user.redirect->target;
}

StoreError no_such_user() { return {StoreFault::not_found, "there is no such user in the directory"}; }

class SqliteDirectoryStore final : public DirectoryStore {
 public:
  explicit SqliteDirectoryStore(Database database) : database_(std::move(database)), statements_(database_) {}

  StoreResult<std::uint64_t> change_token() override {
    const std::scoped_lock lock(mutex_);
    const auto version = database_.data_version();
    if (!version) return version.error();
    // data_version counts what other connections commit, not what this one does. It has 32 bits.
    return *version << 32 | (own_changes_ & 0xFFFFFFFF);
  }

  StoreResult<std::vector<UserRecord>> load() override {
    const std::scoped_lock lock(mutex_);
    Transaction transaction(database_, Transaction::Mode::read);
    std::vector<UserRecord> users;
    std::map<std::int64_t, std::size_t> position;
    for (Rows rows = transaction.query(statements_.users); rows.next();) {
      position[rows.integer(0)] = users.size();
      users.push_back(user_of(rows));
    }
    const auto user_of_row = [&](const Rows& row) {
      const auto found = position.find(row.integer(0));
      return found == position.end() ? nullptr : &users[found->second];
    };
    for (Rows rows = transaction.query(statements_.aliases); rows.next();) {
      if (UserRecord* user = user_of_row(rows)) user->aliases.emplace_back(rows.text(1));
    }
    for (Rows rows = transaction.query(statements_.shares); rows.next();) {
      if (UserRecord* user = user_of_row(rows)) user->shared_mailboxes.emplace_back(rows.text(1));
    }
    if (auto finished = transaction.finish(); !finished) return finished.error();
    return users;
  }

  StoreResult<void> insert(const UserRecord& user, std::string_view password_hash) override {
    return write([&](Transaction& transaction) {
      std::int64_t id = 0;
      {
        Rows row =
            transaction.query(statements_.insert_user, user.mailbox_guid, user.legacy_dn, user.display_name,
                              user.enabled, redirect_kind(user), redirect_target(user), password_hash);
        if (row.next()) id = row.integer(0);
      }
      store_lists(transaction, id, user);
    });
  }

  StoreResult<void> update(const UserRecord& user) override {
    return write([&](Transaction& transaction) {
      std::int64_t id = 0;
      {
        Rows row = transaction.query(statements_.find, user.mailbox_guid);
        if (!row.next()) return transaction.fail(no_such_user());
        id = row.integer(0);
        if (static_cast<std::uint64_t>(row.integer(1)) != user.revision) {
          return transaction.fail(
              {StoreFault::conflict, fmt::format("{} was changed by somebody else meanwhile", user.address)});
        }
      }
      transaction.execute(statements_.update_user, id, user.legacy_dn, user.display_name, user.enabled,
                          redirect_kind(user), redirect_target(user));
      transaction.execute(statements_.delete_addresses, id);
      transaction.execute(statements_.delete_shares, id);
      store_lists(transaction, id, user);
    });
  }

  StoreResult<void> erase(std::string_view mailbox_guid) override {
    return write([&](Transaction& transaction) {
      if (transaction.execute(statements_.delete_user, mailbox_guid) == 0) transaction.fail(no_such_user());
    });
  }

  StoreResult<std::string> password_hash(std::string_view mailbox_guid) override {
    const std::scoped_lock lock(mutex_);
    Transaction transaction(database_, Transaction::Mode::read);
    std::string hash;
    if (Rows row = transaction.query(statements_.find, mailbox_guid); row.next()) {
      hash = row.text(2);
    } else {
      transaction.fail(no_such_user());
    }
    if (auto finished = transaction.finish(); !finished) return finished.error();
    return hash;
  }

  StoreResult<void> set_password_hash(std::string_view mailbox_guid, std::string_view hash) override {
    return write([&](Transaction& transaction) {
      if (transaction.execute(statements_.set_hash, mailbox_guid, hash) == 0)
        transaction.fail(no_such_user());
    });
  }

  StoreResult<bool> replace_password_hash(std::string_view mailbox_guid, std::string_view old_hash,
                                          std::string_view new_hash) override {
    const std::scoped_lock lock(mutex_);
    Transaction transaction(database_, Transaction::Mode::write);
    const bool replaced =
        transaction.execute(statements_.replace_hash, mailbox_guid, old_hash, new_hash) != 0;
    if (auto finished = transaction.finish(); !finished) return finished.error();
    return replaced;
  }

 private:
  template <class Body>
  StoreResult<void> write(Body body) {
    const std::scoped_lock lock(mutex_);
    Transaction transaction(database_, Transaction::Mode::write);
    if (!transaction.failed()) body(transaction);
    auto finished = transaction.finish();
    if (finished) ++own_changes_;
    return finished;
  }

  static UserRecord user_of(const Rows& row) {
    UserRecord user;
    user.mailbox_guid = row.text(1);
    user.address = row.text(2);
    user.display_name = row.text(3);
    user.legacy_dn = row.text(4);
    user.enabled = row.integer(5) != 0;
    if (!row.is_null(6)) user.redirect = RedirectRecord{row.text(6) == "url", std::string(row.text(7))};
    user.revision = static_cast<std::uint64_t>(row.integer(8));
    return user;
  }

  void store_lists(Transaction& transaction, std::int64_t id, const UserRecord& user) {
    store_address(transaction, id, user.address, true);
    for (const std::string& alias : user.aliases) store_address(transaction, id, alias, false);
    for (const std::string& guid : user.shared_mailboxes) {
      if (transaction.execute(statements_.insert_share, id, guid) == 0) {
        transaction.fail({StoreFault::not_found, "a mailbox to be shared is not in the directory"});
      }
    }
  }

  // Looks first, since a constraint could not say whose address it is.
  void store_address(Transaction& transaction, std::int64_t id, std::string_view address, bool primary) {
    {
      Rows row = transaction.query(statements_.owner, address);
      if (row.next()) {
        return transaction.fail(
            {StoreFault::conflict, fmt::format("{} is already an address of {}", address, row.text(0))});
      }
    }
    transaction.execute(statements_.insert_address, address, id, primary);
  }

  std::mutex mutex_;
  Database database_;
  Statements statements_;
  std::uint64_t own_changes_ = 0;
};

}  // namespace

StoreResult<std::unique_ptr<DirectoryStore>> open_directory_store(const std::filesystem::path& file,
                                                                  std::chrono::milliseconds busy_timeout) {
  // The whole file is checked: it is small, and everybody's login depends on it.
  auto database = Database::open(file, directory_schema, {busy_timeout, true});
  if (!database) return database.error();
  return std::make_unique<SqliteDirectoryStore>(std::move(*database));
}

}  // namespace mapigate::store::sqlite
