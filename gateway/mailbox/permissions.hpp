#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/directory/directory.hpp"
#include "gateway/mailbox/logon.hpp"

namespace mapigate::mailbox {

// PidTagMemberId of the two entries that every permissions list has, [MS-OXCPERM] section 2.2.5.
inline constexpr std::int64_t member_id_default = 0;
inline constexpr std::int64_t member_id_anonymous = -1;

// A row of a folder's permissions table, [MS-OXCPERM] section 2.2.1.
struct PermissionRow {
  std::int64_t member_id = 0;
  wire::Bytes entry_id;  // PidTagEntryId; empty for the default and the anonymous user
  std::u16string name;   // PidTagMemberName
  Rights rights = 0;     // PidTagMemberRights
};
// The default user first, then the anonymous one, then the others in the order of their ids.
// `include_free_busy`: with the two free/busy bits. AccessDenied: the folder cannot be seen.
Outcome<std::vector<PermissionRow>> permission_rows(const Logon& logon, FolderNumber folder,
                                                    bool include_free_busy,
                                                    const directory::Directory& directory);

// One PermissionData structure of RopModifyPermissions, [MS-OXCPERM] section 2.2.2.
struct PermissionChange {
  enum class Kind : std::uint8_t { add, modify, remove };
  Kind kind{};
  std::string member = {};     // of `add`: GUID of the user's mailbox, default_member or anonymous_member
  std::int64_t member_id = 0;  // of the others
  Rights rights = 0;           // of `add` and `modify`
};
struct PermissionChanges {
  bool replace_all = false;        // all entries but that of the default user go first
  bool include_free_busy = false;  // false: the two free/busy bits stay as they are
  std::vector<PermissionChange> changes;
};
// All of it or nothing. AccessDenied without the rights of the folder's owner; NotFound: a member id that is
// none; InvalidParam: a change that cannot be made.
Outcome<void> modify_permissions(const Logon& logon, FolderNumber folder, const PermissionChanges& changes);

// What a folder has at first: the permissions of its parent, and all rights for whoever has made it.
Outcome<void> inherit_permissions(const Logon& logon, FolderNumber parent, FolderNumber folder);

}  // namespace mapigate::mailbox
