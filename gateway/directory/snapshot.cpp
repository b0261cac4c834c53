#include "gateway/directory/snapshot.hpp"

#include <algorithm>

#include "gateway/base/encoding.hpp"

namespace mapigate::directory {

namespace {

std::shared_ptr<User> user_of(const store::UserRecord& record) {
  auto user = std::make_shared<User>();
  user->address = record.address;
  user->aliases = record.aliases;
  user->display_name = record.display_name;
  user->mailbox_guid = record.mailbox_guid;
  user->legacy_dn = record.legacy_dn;
  user->enabled = record.enabled;
  if (record.redirect) {
    user->redirect = Redirect{record.redirect->is_url ? Redirect::Kind::url : Redirect::Kind::address,
                              record.redirect->target};
  }
  user->revision = record.revision;
  return user;
}

}  // namespace

Snapshot::Snapshot(const std::vector<store::UserRecord>& records, Domains domains)
    : domains_(std::move(domains)) {
  std::vector<std::shared_ptr<User>> users;
  users.reserve(records.size());
  for (const store::UserRecord& record : records) {
    users.push_back(user_of(record));
    by_mailbox_guid_.emplace(record.mailbox_guid, users.back());
    by_legacy_dn_.emplace(to_lower(record.legacy_dn), users.back());
    by_stored_address_.emplace(record.address, users.back());
    for (const std::string& alias : record.aliases) by_stored_address_.emplace(alias, users.back());
  }
  // First the addresses that are stored as they are looked up: they win over those that only became the same
  // by a new alias domain.
  for (const bool as_stored : {true, false}) {
    for (const auto& user : users) {
      index_address(user->address, user, as_stored);
      for (const std::string& alias : user->aliases) index_address(alias, user, as_stored);
    }
  }
  for (const auto& user : users) {
    user->address = reachable_form(user->address, user);
    for (std::string& alias : user->aliases) alias = reachable_form(alias, user);
    std::ranges::sort(user->aliases);
  }
  for (std::size_t i = 0; i < records.size(); ++i) {
    for (const std::string& guid : records[i].shared_mailboxes) {
      const UserPtr shared = look_up(by_mailbox_guid_, guid);
      if (!shared) continue;
      users[i]->shared_mailboxes.push_back(
          {shared->address, shared->display_name, shared->mailbox_guid, shared->legacy_dn});
    }
    std::ranges::sort(users[i]->shared_mailboxes, {}, &SharedMailbox::address);
  }
  users_.assign(users.begin(), users.end());
  std::ranges::sort(users_, {}, [](const UserPtr& user) -> const std::string& { return user->address; });
}

void Snapshot::index_address(const std::string& address, const UserPtr& user, bool as_stored) {
  const auto canonical = canonical_address(address, domains_);
  if (!canonical || (*canonical == address) != as_stored) return;
  if (!domains_.domain_of(std::string_view(*canonical).substr(canonical->rfind('@') + 1))) return;
  const auto [place, added] = by_address_.emplace(*canonical, user);
  if (!added && place->second != user) hidden_.push_back({*canonical, user->address, place->second->address});
}

std::string Snapshot::reachable_form(const std::string& address, const UserPtr& user) const {
  const auto canonical = canonical_address(address, domains_);
  return canonical && look_up(by_address_, *canonical) == user ? *canonical : address;
}

UserPtr Snapshot::look_up(const Index& index, std::string_view key) {
  const auto found = index.find(key);
  return found == index.end() ? nullptr : found->second;
}

UserPtr Snapshot::find(std::string_view address) const {
  // Most addresses arrive as they are stored.
  if (UserPtr user = look_up(by_address_, address)) return user;
  const auto canonical = canonical_address(address, domains_);
  return canonical ? look_up(by_address_, *canonical) : nullptr;
}

UserPtr Snapshot::find_by_mailbox_guid(std::string_view guid) const {
  return look_up(by_mailbox_guid_, to_lower(guid));
}

UserPtr Snapshot::find_by_legacy_dn(std::string_view legacy_dn) const {
  return look_up(by_legacy_dn_, to_lower(legacy_dn));
}

UserPtr Snapshot::find_stored(std::string_view address) const {
  if (UserPtr user = find(address)) return user;
  const auto canonical = canonical_address(address, domains_);
  return canonical ? look_up(by_stored_address_, *canonical) : nullptr;
}

}  // namespace mapigate::directory
