#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/store/numbers.hpp"
#include "gateway/store/properties.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::store {

// [MS-OXCFOLD] section 2.2.2.2.2.1 (PidTagFolderType).
enum class FolderKind : std::uint8_t { root = 0, generic = 1, search = 2 };

// One change of a folder or a message, [MS-OXCFXICS] sections 2.2.1.2.3, 2.2.1.2.7 and 2.2.1.2.8.
struct Version {
  ChangeNumber change_number = 0;
  wire::Bytes change_key;               // an XID; empty: that of the change number in the mailbox's replica
  wire::Bytes predecessor_change_list;  // with the change key; empty: the change key alone

  bool operator==(const Version&) const = default;
};

// What is in a folder; kept exactly. Sizes are bytes.
struct FolderCounts {
  std::uint64_t messages = 0;  // neither associated nor deleted
  std::uint64_t unread = 0;    // of these
  std::uint64_t size = 0;
  std::uint64_t associated = 0;
  std::uint64_t associated_size = 0;
  std::uint64_t deleted = 0;  // soft-deleted, associated ones included
  std::uint64_t deleted_size = 0;

  bool operator==(const FolderCounts&) const = default;
};

// A folder as stored.
struct FolderRecord {
  FolderNumber number = 0;
  FolderNumber parent = 0;  // 0 for the root
  FolderKind kind = FolderKind::generic;
  std::uint8_t role = 0;  // gateway/mailbox says which special folder it is; 0: none. Once in a mailbox.
  std::u16string name;    // no two folders of one parent that are not deleted have names that are equal
                          // without regard to case
  Properties properties;  // without those that are members here
  Version version;
  Time created = 0;
  Time modified = 0;                 // of the folder itself
  std::optional<Time> deleted;       // soft deletion
  FolderCounts counts;               // of a search folder: of what it shows
  std::uint32_t subfolders = 0;      // that are not deleted
  ChangeNumber contents_change = 0;  // the highest of the messages in it, deletions too
  std::string mirror;                // the identity of the mailbox it mirrors, empty: none
};

}  // namespace mapigate::store
