#pragma once

#include <vector>

#include "gateway/mailbox/mailbox.hpp"

// Where folders are below one another.

namespace mapigate::mailbox {

// Folders within folders, the root counted. Exchange has the same limit.
inline constexpr std::size_t max_folder_depth = 300;
// Folders directly below one.
inline constexpr std::uint32_t max_subfolders = 10'000;

// The folder, its parent and so on up to the root. NotFound; CorruptData where there is no end.
Outcome<std::vector<FolderNumber>> path_to_root(Mailbox& mailbox, FolderNumber folder);

// How many levels there are below the folder: 0 where it has no subfolders. `below`: the folders below it,
// parents before their children.
std::size_t levels_below(FolderNumber folder, const std::vector<store::FolderRecord>& below);

}  // namespace mapigate::mailbox
