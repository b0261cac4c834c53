#pragma once

#include <string>

#include "gateway/mailbox/logon.hpp"

// What has to hold before folders are made, moved or copied, [MS-OXCFOLD] section 3.2.5. Internal to
// logon_*.cpp.

namespace mapigate::mailbox {

// UTF-16 code units of a folder's name.
inline constexpr std::size_t max_folder_name = 255;

// InvalidParam: no name; StringTooLong; BadFolderName: a zero in it.
Outcome<void> check_folder_name(std::u16string_view name);

// Where a folder is to go.
struct FolderPlace {
  FolderNumber parent = 0;
  std::u16string_view name;
  std::size_t levels = 1;    // of the folder and what is below it
  FolderNumber without = 0;  // may be there by this name: the folder itself
};
// Whether the actor may put a folder there: AccessDenied without CreateSubfolder; NotFound: there is no such
// parent, or it is deleted; NotSupported: it is a search folder; DuplicateName; TooComplex: it would be too
// deep, or there are too many.
Outcome<void> check_place(const Logon& logon, const FolderPlace& place);

// RootFolder: `to` is the folder itself or below it.
Outcome<void> check_no_cycle(Mailbox& mailbox, FolderNumber number, FolderNumber to);

// Whether it is one of those that a mailbox has from the beginning: they are neither deleted nor moved.
inline bool is_special(const store::FolderRecord& folder) { return folder.role != 0; }

}  // namespace mapigate::mailbox
