#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gateway/directory/domains.hpp"
#include "gateway/directory/user.hpp"
#include "gateway/store/directory_store.hpp"

namespace mapigate::directory {

// All users at one moment, indexed by everything they are looked up by. Immutable.
class Snapshot {
 public:
  // An address that cannot reach the user who has it: an alias domain was configured, and now it is also the
  // address of `other`.
  struct HiddenAddress {
    std::string address;
    std::string user;
    std::string other;
  };

  Snapshot(const std::vector<store::UserRecord>& records, Domains domains);

  const Domains& domains() const { return domains_; }
  const std::vector<UserPtr>& users() const { return users_; }
  const std::vector<HiddenAddress>& hidden() const { return hidden_; }

  // Each null when there is none; see Directory. `address` in any form.
  UserPtr find(std::string_view address) const;
  UserPtr find_by_mailbox_guid(std::string_view guid) const;
  UserPtr find_by_legacy_dn(std::string_view legacy_dn) const;
  // Also finds users of domains that are not configured any more.
  UserPtr find_stored(std::string_view address) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  using Index = std::unordered_map<std::string, UserPtr, Hash, std::equal_to<>>;

  void index_address(const std::string& address, const UserPtr& user, bool as_stored);
  // The canonical form, if it leads to this user.
  std::string reachable_form(const std::string& address, const UserPtr& user) const;
  static UserPtr look_up(const Index& index, std::string_view key);

  Domains domains_;
  std::vector<UserPtr> users_;
  Index by_address_;         // of configured domains, alias domains replaced
  Index by_stored_address_;  // all, as stored
  Index by_mailbox_guid_;
  Index by_legacy_dn_;  // lower case
  std::vector<HiddenAddress> hidden_;
};

}  // namespace mapigate::directory
