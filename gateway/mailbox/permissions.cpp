#include "gateway/mailbox/permissions.hpp"

#include <algorithm>

#include "gateway/mailbox/entry_ids.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using store::anonymous_member;
using store::default_member;
using store::Permission;

namespace {

constexpr Rights free_busy = right_free_busy_simple | right_free_busy_detailed;
constexpr Rights all_rights = rights_of_owner | right_folder_contact | free_busy;
// [MS-OXCPERM] section 2.2.6.
constexpr std::u16string_view anonymous_name = u"Anonymous";
// More than Exchange takes; the list is read as a whole.
constexpr std::size_t max_members = 2000;

std::int64_t member_id_of(const Permission& permission) {
  if (permission.member == default_member) return member_id_default;
  if (permission.member == anonymous_member) return member_id_anonymous;
  return permission.id;
}

Permission* find_member(std::vector<Permission>& permissions, std::string_view member) {
  const auto found = std::ranges::find(permissions, member, &Permission::member);
  return found == permissions.end() ? nullptr : &*found;
}

// The entry with this id. That of the default or the anonymous user is made where there is none.
Permission* find_id(std::vector<Permission>& permissions, std::int64_t id) {
  const auto found = std::ranges::find(permissions, id, member_id_of);
  if (found != permissions.end()) return &*found;
  if (id != member_id_default && id != member_id_anonymous) return nullptr;
  permissions.push_back({0, std::string(id == member_id_default ? default_member : anonymous_member), 0});
  return &permissions.back();
}

PermissionRow special_row(std::int64_t id, std::u16string_view name, Rights rights) {
  return {id, {}, std::u16string(name), rights};
}

// Somebody whom the directory does not know any more is shown by what is left of them.
PermissionRow member_row(const Permission& permission, const directory::Directory& directory) {
  PermissionRow row;
  row.member_id = permission.id;
  row.rights = permission.rights;
  if (const directory::UserPtr user = directory.find_by_mailbox_guid(permission.member)) {
    row.entry_id = address_book_entry_id(user->legacy_dn);
    row.name = wire::to_utf16(user->display_name);
  } else {
    row.name = wire::to_utf16(permission.member);
  }
  return row;
}

// The bits that the change is about, and of the others what was there before ([MS-OXCPERM] section 2.2.2.1:
// the free/busy bits are for the Calendar folder, and only where they are asked for).
Rights merged(Rights before, Rights wanted, bool with_free_busy) {
  wanted &= all_rights;
  return with_free_busy ? wanted : (wanted & ~free_busy) | (before & free_busy);
}

Rights rights_before(const std::vector<Permission>& before, std::string_view member) {
  const auto found = std::ranges::find(before, member, &Permission::member);
  return found == before.end() ? 0 : found->rights;
}

Outcome<void> apply(const PermissionChange& change, const std::vector<Permission>& before,
                    bool with_free_busy, std::vector<Permission>& permissions) {
  switch (change.kind) {
    case PermissionChange::Kind::add: {
      if (change.member.empty()) return ErrorCode::invalid_parameter;
      const Rights rights = merged(rights_before(before, change.member), change.rights, with_free_busy);
      // Exchange replaces an entry that is there.
      if (Permission* entry = find_member(permissions, change.member)) {
        entry->rights = rights;
      } else {
        permissions.push_back({0, change.member, rights});
      }
      return {};
    }
    case PermissionChange::Kind::modify: {
      Permission* entry = find_id(permissions, change.member_id);
      if (!entry) return ErrorCode::not_found;
      entry->rights = merged(entry->rights, change.rights, with_free_busy);
      return {};
    }
    case PermissionChange::Kind::remove: {
      const auto found = std::ranges::find(permissions, change.member_id, member_id_of);
      if (found == permissions.end()) return ErrorCode::not_found;
      permissions.erase(found);
      return {};
    }
  }
  return ErrorCode::invalid_parameter;
}

}  // namespace

Outcome<std::vector<PermissionRow>> permission_rows(const Logon& logon, FolderNumber folder,
                                                    bool include_free_busy,
                                                    const directory::Directory& directory) {
  if (auto visible = logon.require(folder, right_folder_visible); !visible) return visible.error();
  const auto permissions = logon.mailbox().permissions(folder);
  if (!permissions) return permissions.error();
  std::vector<PermissionRow> rows;
  rows.push_back(special_row(member_id_default, u"", rights_before(**permissions, default_member)));
  rows.push_back(
      special_row(member_id_anonymous, anonymous_name, rights_before(**permissions, anonymous_member)));
  for (const Permission& permission : **permissions) {
    if (permission.member == default_member || permission.member == anonymous_member) continue;
    rows.push_back(member_row(permission, directory));
  }
  if (!include_free_busy) {
    for (PermissionRow& row : rows) row.rights &= ~free_busy;
  }
  return rows;
}

Outcome<void> modify_permissions(const Logon& logon, FolderNumber folder, const PermissionChanges& changes) {
  if (auto allowed = logon.require(folder, right_folder_owner); !allowed) return allowed;
  Mailbox& mailbox = logon.mailbox();
  const auto lock = mailbox.lock_permissions();
  const auto current = mailbox.permissions(folder);
  if (!current) return current.error();
  const std::vector<Permission>& before = **current;
  std::vector<Permission> permissions = before;
  if (changes.replace_all) {
    std::erase_if(permissions, [](const Permission& entry) { return entry.member != default_member; });
  }
  const bool with_free_busy = changes.include_free_busy && mailbox.role_of(folder) == SpecialFolder::calendar;
  for (const PermissionChange& change : changes.changes) {
    // Section 2.2.2.1: each is an addition there.
    if (changes.replace_all && change.kind != PermissionChange::Kind::add)
      return ErrorCode::invalid_parameter;
    if (auto applied = apply(change, before, with_free_busy, permissions); !applied) return applied;
    if (permissions.size() > max_members) return ErrorCode::too_complex;
  }
  if (auto set = mailbox.set_permissions(folder, permissions); !set) return set;
  // Who sees it, and how, has changed.
  mailbox.events().publish({.kind = EventKind::folder_changed, .folder = folder});
  return {};
}

Outcome<void> inherit_permissions(const Logon& logon, FolderNumber parent, FolderNumber folder) {
  Mailbox& mailbox = logon.mailbox();
  const auto inherited = mailbox.permissions(parent);
  if (!inherited) return inherited.error();
  std::vector<Permission> permissions = **inherited;
  for (Permission& permission : permissions) permission.id = 0;
  const Actor& actor = logon.actor();
  if (!actor.owner && !actor.mailbox_guid.empty()) {
    std::erase_if(permissions, [&](const Permission& entry) { return entry.member == actor.mailbox_guid; });
    permissions.push_back({0, actor.mailbox_guid, rights_of_owner | right_folder_contact});
  }
  if (permissions.empty()) return {};
  return mailbox.set_permissions(folder, permissions);
}

}  // namespace mapigate::mailbox
