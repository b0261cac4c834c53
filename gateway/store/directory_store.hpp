#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/store/store_error.hpp"

namespace mapigate::store {

struct RedirectRecord {
  bool is_url = false;  // else an SMTP address
  std::string target;

  bool operator==(const RedirectRecord&) const = default;
};

// One user as stored. What the fields mean, and which values they may have, is the business of
// gateway/directory; a store takes every text as it is. The GUID is the key and never changes.
struct UserRecord {
  std::string mailbox_guid = {};
  std::string address = {};               // unique among the addresses and aliases of all users
  std::vector<std::string> aliases = {};  // so are these; sorted
  std::string display_name = {};
  std::string legacy_dn = {};  // unique
  bool enabled = true;
  std::optional<RedirectRecord> redirect = {};
  std::vector<std::string> shared_mailboxes = {};  // GUIDs of other users; sorted
  std::uint64_t revision = 0;

  bool operator==(const UserRecord&) const = default;
};

// Where the users of the embedded directory are kept. Several processes may have the same store open. Every
// function may be called from any thread, blocks on I/O, and either happens wholly and durably or not at all.
class DirectoryStore {
 public:
  virtual ~DirectoryStore() = default;

  // A number that differs from the one before when users may have been changed since, by whatever process;
  // but not for replace_password_hash() through this object.
  virtual StoreResult<std::uint64_t> change_token() = 0;
  // All users in the order of their addresses, as of one moment.
  virtual StoreResult<std::vector<UserRecord>> load() = 0;

  // The user gets revision 1, whatever the record says. Fails with conflict when its GUID, legacy DN or an
  // address is taken, with not_found when a shared mailbox does not exist.
  virtual StoreResult<void> insert(const UserRecord& user, std::string_view password_hash) = 0;
  // Replaces all but the password, and adds 1 to the revision. Fails as insert does, and with conflict when
  // the stored revision is not that of the record: somebody else changed the user since it was read.
  virtual StoreResult<void> update(const UserRecord& user) = 0;
  // Also takes the mailbox away from everybody it was shared with.
  virtual StoreResult<void> erase(std::string_view mailbox_guid) = 0;

  // Empty when the user has no password.
  virtual StoreResult<std::string> password_hash(std::string_view mailbox_guid) = 0;
  // Adds 1 to the revision.
  virtual StoreResult<void> set_password_hash(std::string_view mailbox_guid, std::string_view hash) = 0;
  // Leaves the revision: it is the same password, hashed in another way. False, and nothing done, when the
  // stored hash is not `old_hash`.
  virtual StoreResult<bool> replace_password_hash(std::string_view mailbox_guid, std::string_view old_hash,
                                                  std::string_view new_hash) = 0;
};

}  // namespace mapigate::store
