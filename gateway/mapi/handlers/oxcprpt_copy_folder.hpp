#pragma once

#include "gateway/mapi/objects/folder_object.hpp"

namespace mapigate::mapi::handlers {

// What is in a folder, besides its properties.
struct FolderParts {
  bool subfolders = false;  // with all that is in them
  bool messages = false;
  bool associated = false;  // messages
};

// [MS-OXCPRPT] section 3.2.5.8. FolderCycle where the destination is in one
// of the folders that are to be copied; CollidingNames where it has a folder of the same name already.
// PartiallyComplete where something was left out for want of the rights to it.
oxcdata::ErrorCode copy_folder_parts(FolderObject& source, FolderObject& destination,
                                     const FolderParts& parts);

}  // namespace mapigate::mapi::handlers
