#include "tests/fakes/memory_directory_store.hpp"

#include <algorithm>

#include "gateway/base/encoding.hpp"

namespace mapigate::fakes {

using store::StoreError;
using store::StoreFault;
using store::StoreResult;
using store::UserRecord;

namespace {

StoreError no_such_user() { return {StoreFault::not_found, "there is no such user in the directory"}; }

UserRecord with_sorted_lists(UserRecord user, std::uint64_t revision) {
  std::ranges::sort(user.aliases);
  std::ranges::sort(user.shared_mailboxes);
  user.revision = revision;
  return user;
}

bool has_address(const UserRecord& user, const std::string& address) {
  return user.address == address || std::ranges::find(user.aliases, address) != user.aliases.end();
}

}  // namespace

StoreResult<std::uint64_t> MemoryDirectoryStore::change_token() {
  const std::scoped_lock lock(directory_->mutex);
  if (directory_->failure) return *directory_->failure;
  return directory_->version - own_rehashes_;
}

StoreResult<std::vector<UserRecord>> MemoryDirectoryStore::load() {
  const std::scoped_lock lock(directory_->mutex);
  if (directory_->failure) return *directory_->failure;
  std::vector<UserRecord> users;
  for (const auto& [guid, entry] : directory_->users) users.push_back(entry.user);
  std::ranges::sort(users, {}, &UserRecord::address);
  return users;
}

std::optional<StoreError> MemoryDirectoryStore::refusal(const UserRecord& user) const {
  std::vector<std::string> addresses = user.aliases;
  addresses.push_back(user.address);
  std::ranges::sort(addresses);
  if (std::ranges::adjacent_find(addresses) != addresses.end()) {
    return StoreError{StoreFault::conflict, "an address occurs twice in the user"};
  }
  for (const auto& [guid, entry] : directory_->users) {
    if (guid == user.mailbox_guid) continue;
    if (equal_ignoring_case(entry.user.legacy_dn, user.legacy_dn)) {
      return StoreError{StoreFault::conflict, "the legacy DN is taken"};
    }
    for (const std::string& address : addresses) {
      if (has_address(entry.user, address)) {
        return StoreError{StoreFault::conflict, address + " is already an address of " + entry.user.address};
      }
    }
  }
  for (const std::string& guid : user.shared_mailboxes) {
    if (!directory_->users.contains(guid)) {
      return StoreError{StoreFault::not_found, "a mailbox to be shared is not in the directory"};
    }
  }
  return std::nullopt;
}

StoreResult<void> MemoryDirectoryStore::insert(const UserRecord& user, std::string_view password_hash) {
  const std::scoped_lock lock(directory_->mutex);
  if (directory_->failure) return *directory_->failure;
  if (directory_->users.contains(user.mailbox_guid))
    return StoreError{StoreFault::conflict, "the GUID is taken"};
  if (const auto refused = refusal(user)) return *refused;
  directory_->users[user.mailbox_guid] = {with_sorted_lists(user, 1), std::string(password_hash)};
  ++directory_->version;
  return {};
}

StoreResult<void> MemoryDirectoryStore::update(const UserRecord& user) {
  const std::scoped_lock lock(directory_->mutex);
  if (directory_->failure) return *directory_->failure;
  const auto found = directory_->users.find(user.mailbox_guid);
  if (found == directory_->users.end()) return no_such_user();
  if (found->second.user.revision != user.revision) {
    return StoreError{StoreFault::conflict, user.address + " was changed by somebody else meanwhile"};
  }
  if (const auto refused = refusal(user)) return *refused;
  found->second.user = with_sorted_lists(user, user.revision + 1);
  ++directory_->version;
  return {};
}

StoreResult<void> MemoryDirectoryStore::erase(std::string_view mailbox_guid) {
  const std::scoped_lock lock(directory_->mutex);
  if (directory_->failure) return *directory_->failure;
  if (directory_->users.erase(std::string(mailbox_guid)) == 0) return no_such_user();
  for (auto& [guid, entry] : directory_->users) std::erase(entry.user.shared_mailboxes, mailbox_guid);
  ++directory_->version;
  return {};
}

StoreResult<std::string> MemoryDirectoryStore::password_hash(std::string_view mailbox_guid) {
  const std::scoped_lock lock(directory_->mutex);
  if (directory_->failure) return *directory_->failure;
  const auto found = directory_->users.find(std::string(mailbox_guid));
  if (found == directory_->users.end()) return no_such_user();
  return found->second.password_hash;
}

StoreResult<void> MemoryDirectoryStore::set_password_hash(std::string_view mailbox_guid,
                                                          std::string_view hash) {
  const std::scoped_lock lock(directory_->mutex);
  if (directory_->failure) return *directory_->failure;
  const auto found = directory_->users.find(std::string(mailbox_guid));
  if (found == directory_->users.end()) return no_such_user();
  found->second.password_hash = hash;
  ++found->second.user.revision;
  ++directory_->version;
  return {};
}

StoreResult<bool> MemoryDirectoryStore::replace_password_hash(std::string_view mailbox_guid,
                                                              std::string_view old_hash,
                                                              std::string_view new_hash) {
  const std::scoped_lock lock(directory_->mutex);
  if (directory_->failure) return *directory_->failure;
  const auto found = directory_->users.find(std::string(mailbox_guid));
  if (found == directory_->users.end() || found->second.password_hash != old_hash) return false;
  found->second.password_hash = new_hash;
  ++directory_->version;
  ++own_rehashes_;
  return true;
}

}  // namespace mapigate::fakes
