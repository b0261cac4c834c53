#include "gateway/directory/store_directory.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/directory/messages.hpp"
#include "gateway/directory/snapshot.hpp"
#include "gateway/directory/user_rules.hpp"

namespace mapigate::directory {

namespace {

Error as_error(const store::StoreError& error) { return Error{error.message}; }

Error unknown_user(std::string_view address) {
  return Error{fmt::format("there is no user {} in the directory", printable(address))};
}

// What only a change of the configured domains can bring about.
void log_unreachable(const Logger& log, const Snapshot& snapshot) {
  for (const auto& hidden : snapshot.hidden()) {
    log(messages::address_hidden, hidden.address, hidden.other, hidden.user);
  }
  const auto unreachable = [&](const UserPtr& user) { return !snapshot.domains().domain_of(user->domain()); };
  const auto first = std::ranges::find_if(snapshot.users(), unreachable);
  if (first != snapshot.users().end()) {
    const auto count = std::ranges::count_if(snapshot.users(), unreachable);
    log(messages::domain_not_configured, static_cast<std::size_t>(count), (*first)->address);
  }
}

// Adds each address to the sorted list unless it is there.
Result<void> add_aliases(const std::vector<std::string>& addresses, const Domains& domains,
                         store::UserRecord& record) {
  for (const std::string& address : addresses) {
    const auto alias = own_address(address, domains);
    if (!alias) return alias.error();
    if (*alias == record.address || std::ranges::binary_search(record.aliases, *alias)) continue;
    record.aliases.insert(std::ranges::upper_bound(record.aliases, *alias), *alias);
  }
  if (record.aliases.size() > max_aliases) {
    return Error{fmt::format("a user can have at most {} aliases", max_aliases)};
  }
  return {};
}

Result<void> remove_aliases(const std::vector<std::string>& addresses, const Domains& domains,
                            store::UserRecord& record) {
  for (const std::string& address : addresses) {
    const auto alias = canonical_address(address, domains);
    if (!alias) return alias.error();
    // A stored alias may be of a domain that has become an alias domain since.
    const auto removed = std::erase_if(record.aliases, [&](const std::string& stored) {
      const auto canonical = canonical_address(stored, domains);
      return stored == *alias || (canonical && *canonical == *alias);
    });
    if (removed == 0) return Error{fmt::format("{} is not an alias of {}", *alias, record.address)};
  }
  return {};
}

Result<void> share(const std::vector<std::string>& addresses, const Snapshot& snapshot,
                   store::UserRecord& record) {
  for (const std::string& address : addresses) {
    const UserPtr mailbox = snapshot.find_stored(address);
    if (!mailbox) return unknown_user(address);
    if (mailbox->mailbox_guid == record.mailbox_guid) {
      return Error{fmt::format("{} is the user's own mailbox", mailbox->address)};
    }
    auto& guids = record.shared_mailboxes;
    if (std::ranges::binary_search(guids, mailbox->mailbox_guid)) continue;
    guids.insert(std::ranges::upper_bound(guids, mailbox->mailbox_guid), mailbox->mailbox_guid);
  }
  if (record.shared_mailboxes.size() > max_shared_mailboxes) {
    return Error{fmt::format("at most {} mailboxes can be shared with a user", max_shared_mailboxes)};
  }
  return {};
}

Result<void> unshare(const std::vector<std::string>& addresses, const Snapshot& snapshot,
                     store::UserRecord& record) {
  for (const std::string& address : addresses) {
    const UserPtr mailbox = snapshot.find_stored(address);
    if (!mailbox) return unknown_user(address);
    if (std::erase(record.shared_mailboxes, mailbox->mailbox_guid) == 0) {
      return Error{fmt::format("{} is not shared with {}", mailbox->address, record.address)};
    }
  }
  return {};
}

Result<void> apply(const UserChange& change, const Snapshot& snapshot, store::UserRecord& record) {
  const Domains& domains = snapshot.domains();
  if (change.display_name) {
    auto name = checked_display_name(*change.display_name, record.address);
    if (!name) return name.error();
    record.display_name = std::move(*name);
  }
  if (change.enabled) record.enabled = *change.enabled;
  if (change.redirect && *change.redirect) {
    auto redirect = checked_redirect(**change.redirect, record.address, domains);
    if (!redirect) return redirect.error();
    record.redirect = std::move(*redirect);
  } else if (change.redirect) {
    record.redirect.reset();
  }
  if (auto done = remove_aliases(change.remove_aliases, domains, record); !done) return done;
  if (auto done = add_aliases(change.add_aliases, domains, record); !done) return done;
  if (auto done = unshare(change.unshare, snapshot, record); !done) return done;
  return share(change.share, snapshot, record);
}

}  // namespace

StoreDirectory::StoreDirectory(store::DirectoryStore& store, RandomSource& random, const Logger& log)
    : store_(store), random_(random), log_(log) {}

StoreDirectory::~StoreDirectory() = default;

Result<std::unique_ptr<StoreDirectory>> StoreDirectory::open(store::DirectoryStore& store, Domains domains,
                                                             RandomSource& random, const Logger& log) {
  std::unique_ptr<StoreDirectory> directory(new StoreDirectory(store, random, log));
  const std::scoped_lock lock(directory->write_mutex_);
  if (auto loaded = directory->reload(std::move(domains)); !loaded) return loaded.error();
  log_unreachable(log, *directory->snapshot());
  log(messages::loaded, directory->snapshot()->users().size());
  return directory;
}

std::shared_ptr<const Snapshot> StoreDirectory::snapshot() const {
  const std::scoped_lock lock(snapshot_mutex_);
  return snapshot_;
}

UserPtr StoreDirectory::find(std::string_view address) const { return snapshot()->find(address); }

UserPtr StoreDirectory::find_by_mailbox_guid(std::string_view guid) const {
  return snapshot()->find_by_mailbox_guid(guid);
}

UserPtr StoreDirectory::find_by_legacy_dn(std::string_view legacy_dn) const {
  return snapshot()->find_by_legacy_dn(legacy_dn);
}

std::vector<UserPtr> StoreDirectory::list() const { return snapshot()->users(); }

Result<std::string> StoreDirectory::canonical_address(std::string_view address) const {
  return directory::canonical_address(address, snapshot()->domains());
}

Result<std::vector<store::UserRecord>> StoreDirectory::reload(Domains domains) {
  // The token first: what changes between the two calls is then read again, never missed.
  const auto token = store_.change_token();
  if (!token) return as_error(token.error());
  auto records = store_.load();
  if (!records) return as_error(records.error());

  auto fresh = std::make_shared<const Snapshot>(*records, std::move(domains));
  change_token_ = *token;
  {
    const std::scoped_lock lock(snapshot_mutex_);
    snapshot_.swap(fresh);
  }
  generation_.fetch_add(1, std::memory_order_release);
  return std::move(*records);
}

Result<void> StoreDirectory::reload() {
  const auto loaded = reload(snapshot()->domains());
  return loaded ? Result<void>() : loaded.error();
}

Result<bool> StoreDirectory::refresh() {
  const std::scoped_lock lock(write_mutex_);
  const auto token = store_.change_token();
  const bool changed = token && *token != change_token_;
  Result<void> read = token ? Result<void>() : as_error(token.error());
  if (changed) read = reload();
  if (read.has_value() != readable_) {
    readable_ = read.has_value();
    readable_ ? log_(messages::readable_again) : log_(messages::unreadable, read.error().message);
  }
  if (!read) return read.error();
  return changed;
}

Result<void> StoreDirectory::set_domains(Domains domains) {
  const std::scoped_lock lock(write_mutex_);
  const auto loaded = reload(std::move(domains));
  if (!loaded) return loaded.error();
  log_unreachable(log_, *snapshot());
  return {};
}

Result<UserPtr> StoreDirectory::reload_and_find(const std::string& mailbox_guid) {
  if (auto loaded = reload(); !loaded) return loaded.error();
  UserPtr user = snapshot()->find_by_mailbox_guid(mailbox_guid);
  if (!user) return Error{"the user was removed by somebody else meanwhile"};
  return user;
}

Result<UserPtr> StoreDirectory::add(const NewUser& user) {
  const std::scoped_lock lock(write_mutex_);
  const auto now = snapshot();
  const auto address = own_address(user.address, now->domains());
  if (!address) return address.error();

  store::UserRecord record;
  record.mailbox_guid = new_mailbox_guid(random_);
  record.address = *address;
  record.legacy_dn = new_legacy_dn(record.mailbox_guid, *address);
  const UserChange rest{.display_name = user.display_name,
                        .enabled = user.enabled,
                        .redirect = user.redirect,
                        .add_aliases = user.aliases,
                        .share = user.shared_mailboxes};
  if (auto applied = apply(rest, *now, record); !applied) return applied.error();
  if (auto stored = store_.insert(record, user.password_hash); !stored) return as_error(stored.error());
  return reload_and_find(record.mailbox_guid);
}

Result<store::UserRecord> StoreDirectory::stored_record(std::string_view address) {
  // From the store, not from the snapshot: another process may have changed the user since.
  auto records = reload(snapshot()->domains());
  if (!records) return records.error();
  const UserPtr user = snapshot()->find_stored(address);
  if (!user) return unknown_user(address);
  const auto record = std::ranges::find(*records, user->mailbox_guid, &store::UserRecord::mailbox_guid);
  if (record == records->end()) return unknown_user(address);
  return std::move(*record);
}

Result<UserPtr> StoreDirectory::update(std::string_view address, const UserChange& change) {
  const std::scoped_lock lock(write_mutex_);
  auto record = stored_record(address);
  if (!record) return record.error();
  if (auto applied = apply(change, *snapshot(), *record); !applied) return applied.error();
  if (auto stored = store_.update(*record); !stored) return as_error(stored.error());
  return reload_and_find(record->mailbox_guid);
}

Result<void> StoreDirectory::remove(std::string_view address) {
  const std::scoped_lock lock(write_mutex_);
  const auto record = stored_record(address);
  if (!record) return record.error();
  if (auto erased = store_.erase(record->mailbox_guid); !erased) return as_error(erased.error());
  return reload();
}

Result<void> StoreDirectory::set_password(std::string_view address, std::string_view password_hash) {
  const std::scoped_lock lock(write_mutex_);
  const auto record = stored_record(address);
  if (!record) return record.error();
  if (auto set = store_.set_password_hash(record->mailbox_guid, password_hash); !set)
    return as_error(set.error());
  return reload();
}

Result<std::string> StoreDirectory::password_hash(const User& user) {
  auto hash = store_.password_hash(user.mailbox_guid);
  if (hash) return std::move(*hash);
  if (hash.error().fault == store::StoreFault::not_found) return std::string();
  return as_error(hash.error());
}

Result<void> StoreDirectory::rehash_password(const User& user, std::string_view old_hash,
                                             std::string_view new_hash) {
  const auto replaced = store_.replace_password_hash(user.mailbox_guid, old_hash, new_hash);
  if (!replaced) return as_error(replaced.error());
  return {};
}

}  // namespace mapigate::directory
