#pragma once

#include <unordered_map>
#include <vector>

#include "gateway/mailbox/logon.hpp"

namespace mapigate::mailbox {

// Properties of folders as one user sees them, [MS-OXCFOLD] section 2.2.2: those that a folder keeps, and
// those that follow from what and where it is. The same for an open folder and for a row of a hierarchy
// table. Remembers what several folders share, so whoever shows many folders uses one for all of them; what
// it remembers may be outdated after a change of the mailbox. One thread at a time.
class FolderProperties {
 public:
  explicit FolderProperties(const Logon& logon) : logon_(logon) {}

  // Of whatever type it has; PidTagMessageSize comes as PidTagMessageSizeExtended. NotFound.
  Outcome<store::Property> property(const store::FolderRecord& folder, std::uint16_t id);
  // Of all that property() has.
  static std::vector<oxcdata::PropertyTag> tags(const store::FolderRecord& folder);
  // Whether it follows from something else, so that nobody can set it.
  static bool is_computed(std::uint16_t id);

 private:
  Outcome<Rights> rights(const store::FolderRecord& folder);
  Outcome<bool> in_ipm_subtree(const store::FolderRecord& folder);
  Outcome<store::Property> from_store(const store::FolderRecord& folder, std::uint16_t id);

  const Logon& logon_;
  std::unordered_map<FolderNumber, bool> in_ipm_subtree_;
};

// PidTagAccess of a folder ([MS-OXCPRPT] section 2.2.1.1) for somebody with these rights in it.
std::uint32_t folder_access(Rights rights);

}  // namespace mapigate::mailbox
