#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/directory/user.hpp"

namespace mapigate::directory {

// What `add` is told. Addresses may be given in any form; they become canonical.
struct NewUser {
  std::string address = {};
  std::vector<std::string> aliases = {};
  std::string display_name = {};  // empty: the address
  bool enabled = true;
  std::optional<Redirect> redirect = {};
  std::vector<std::string> shared_mailboxes = {};  // addresses of users whose mailboxes this user may open
  std::string password_hash = {};                  // empty: nobody can log in with a password
};

// What `update` is told: what is not set stays as it is.
struct UserChange {
  std::optional<std::string> display_name = {};  // empty: the address
  std::optional<bool> enabled = {};
  std::optional<std::optional<Redirect>> redirect = {};
  std::vector<std::string> add_aliases = {};  // fails when another user has it
  std::vector<std::string> remove_aliases = {};
  std::vector<std::string> share = {};  // mailboxes this user may open from now on
  std::vector<std::string> unshare = {};
};

// The users of this installation. Every function may be called from any thread.
//
// Reading (find..., list, generation) is answered from a snapshot in memory and never blocks on I/O. Writing
// and `password_hash` go to the store and may block for its busy time-out: never call them on a connection's
// thread.
class Directory {
 public:
  virtual ~Directory() = default;

  // The user who has this address as primary address or alias, at the domain or any of its alias domains.
  // Null when there is none, when it is not an address, or when its domain is not configured (any more).
  virtual UserPtr find(std::string_view address) const = 0;
  // `guid` in any case; null when there is none. This and the next also find users of domains that are no
  // longer configured.
  virtual UserPtr find_by_mailbox_guid(std::string_view guid) const = 0;
  // Compared without case; null when there is none.
  virtual UserPtr find_by_legacy_dn(std::string_view legacy_dn) const = 0;
  // All users in the order of their addresses, those of domains that are no longer configured included.
  virtual std::vector<UserPtr> list() const = 0;
  // The form in which an address is looked up, its domain being configured or not; fails for what is not one.
  virtual Result<std::string> canonical_address(std::string_view address) const = 0;

  // Grows whenever an answer of the functions above, or a password, may have changed.
  virtual std::uint64_t generation() const = 0;
  // Takes over what other processes have changed; true when there was anything. To be called about once a
  // second, on a thread that may block. When it fails the last snapshot stays in use.
  virtual Result<bool> refresh() = 0;

  // Each fails, and changes nothing, when the address is not known, an address or alias is not one, is taken
  // or not of a configured domain, or the store fails. `address` is the primary address or an alias.
  virtual Result<UserPtr> add(const NewUser& user) = 0;
  virtual Result<UserPtr> update(std::string_view address, const UserChange& change) = 0;
  virtual Result<void> remove(std::string_view address) = 0;
  virtual Result<void> set_password(std::string_view address, std::string_view password_hash) = 0;

  // The stored hash, empty when the user has no password or no longer exists. Apart from User, so that hashes
  // are in memory only while they are needed.
  virtual Result<std::string> password_hash(const User& user) = 0;
  // Stores the same password under another hash, unless it was changed meanwhile. The generation stays.
  virtual Result<void> rehash_password(const User& user, std::string_view old_hash,
                                       std::string_view new_hash) = 0;
};

}  // namespace mapigate::directory
