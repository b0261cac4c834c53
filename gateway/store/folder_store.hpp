#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gateway/store/folder_record.hpp"
#include "gateway/store/store_error.hpp"

namespace mapigate::store {

// A new folder. Its number is the mailbox's next, unless one is given (of a range reserved before).
struct FolderWrite {
  FolderNumber number = 0;
  FolderNumber parent = 0;
  FolderKind kind = FolderKind::generic;
  std::uint8_t role = 0;
  std::u16string name;
  Properties properties;
  Time created = 0;
  wire::Bytes change_key;
  wire::Bytes predecessor_change_list;
  std::string mirror;
};

// What is not set stays as it is; but without a change key it is a change made here, and what was known of
// changes elsewhere stays in the predecessor change list.
struct FolderChange {
  std::optional<std::u16string> name;
  std::optional<std::uint8_t> role;
  std::vector<Property> set;
  std::vector<std::uint16_t> erase;  // property ids
  std::optional<wire::Bytes> change_key;
  std::optional<wire::Bytes> predecessor_change_list;
  std::optional<std::string> mirror;
  Time modified = 0;
};

// The folders of one mailbox. Every change gives the folder, and its old and new parent, a new change number.
// All functions of this interface fail with not_found where the folder, or the parent, is none.
class FolderStore {
 public:
  virtual ~FolderStore() = default;

  virtual StoreResult<FolderRecord> folder(FolderNumber number) = 0;
  // All folders below `parent` in the order of their names without regard to case: the soft-deleted ones
  // where `deleted`, else those that are not; with `deep` those below them too, parents before their
  // children.
  virtual StoreResult<std::vector<FolderRecord>> folders(FolderNumber parent, bool deep, bool deleted) = 0;
  // Nothing where there is none: the one with this role; the one with this name, without regard to case.
  virtual StoreResult<std::optional<FolderNumber>> folder_by_role(std::uint8_t role) = 0;
  virtual StoreResult<std::optional<FolderNumber>> folder_by_name(FolderNumber parent,
                                                                  std::u16string_view name) = 0;

  // conflict: the name or the role is taken; the next likewise.
  virtual StoreResult<FolderRecord> create_folder(const FolderWrite& folder) = 0;
  virtual StoreResult<FolderRecord> change_folder(FolderNumber number, const FolderChange& change) = 0;
  // conflict: the name is taken there, or `parent` is the folder itself or below it. A soft-deleted folder
  // comes back, with what was deleted together with it.
  virtual StoreResult<FolderRecord> move_folder(FolderNumber number, FolderNumber parent,
                                                std::u16string_view name) = 0;
  // The folder, all below it and their messages: to be found again as deleted ones (`when` set), or gone.
  // Returns the numbers of the folders. Deleting what was soft-deleted for good is `when` not set.
  virtual StoreResult<std::vector<FolderNumber>> delete_folder(FolderNumber number,
                                                               std::optional<Time> when) = 0;
};

}  // namespace mapigate::store
