#include "gateway/mailbox/folder_tree.hpp"

#include <algorithm>
#include <unordered_map>

namespace mapigate::mailbox {

Outcome<std::vector<FolderNumber>> path_to_root(Mailbox& mailbox, FolderNumber folder) {
  std::vector<FolderNumber> path;
  while (folder != 0) {
    // A move beyond the limit is refused, so a longer path is a loop.
    if (path.size() > max_folder_depth) return ErrorCode::corrupt_data;
    const auto record = mailbox.store().folder(folder);
    if (!record) return mailbox.failed(record.error());
    path.push_back(folder);
    folder = record->parent;
  }
  return path;
}

std::size_t levels_below(FolderNumber folder, const std::vector<store::FolderRecord>& below) {
  std::unordered_map<FolderNumber, std::size_t> levels{{folder, 0}};
  std::size_t deepest = 0;
  for (const store::FolderRecord& record : below) {
    const auto parent = levels.find(record.parent);
    if (parent == levels.end()) continue;
    const std::size_t level = parent->second + 1;
    levels[record.number] = level;
    deepest = std::max(deepest, level);
  }
  return deepest;
}

}  // namespace mapigate::mailbox
