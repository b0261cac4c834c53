#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "gateway/store/sqlite/folder_names.hpp"
#include "gateway/store/sqlite/mailbox_numbers.hpp"
#include "gateway/store/sqlite/mailbox_verify.hpp"

namespace mapigate::store::sqlite {

namespace {

struct Node {
  FolderNumber parent = 0;
  bool deleted = false;
};
using Tree = std::unordered_map<FolderNumber, Node>;

// The first of `start` and the folders above it that is known to be reached, has no parent, or was passed
// before.
FolderNumber top_of(const Tree& tree, const std::unordered_set<FolderNumber>& reached, FolderNumber start) {
  std::unordered_set<FolderNumber> passed;
  FolderNumber at = start;
  while (true) {
    if (reached.contains(at) || !passed.insert(at).second) return at;
    const auto parent = tree.at(at).parent;
    if (!tree.contains(parent)) return at;
    at = parent;
  }
}

}  // namespace

void Verifier::check_folders() {
  check_tree();
  check_folder_names();
  check_folder_properties();
}

void Verifier::check_tree() {
  Tree tree;
  FolderNumber root = 0;
  for (Rows rows = transaction_.query("SELECT number, parent, deleted IS NOT NULL, kind FROM folder");
       rows.next();) {
    const auto number = static_cast<FolderNumber>(rows.integer(0));
    tree[number] = {static_cast<FolderNumber>(rows.integer(1)), rows.integer(2) != 0};
    if (rows.integer(3) == 0 && rows.is_null(1)) root = number;
  }
  if (root == 0) {
    if (!tree.empty()) found("FOLDER_NO_ROOT", "the mailbox has no root folder", false);
    return;
  }
  // In the order of their numbers, so that the same is found each time.
  std::vector<FolderNumber> numbers;
  for (const auto& [number, node] : tree) numbers.push_back(number);
  std::ranges::sort(numbers);

  std::unordered_set<FolderNumber> reached{root};
  for (const auto number : numbers) {
    const auto top = top_of(tree, reached, number);
    if (!reached.contains(top)) {
      const bool loop = tree.contains(tree.at(top).parent);
      found(loop ? "FOLDER_LOOP" : "FOLDER_ORPHAN",
            loop ? fmt::format("folder {} is below itself", top)
                 : fmt::format("the parent of folder {} does not exist", top));
      if (repairs()) {
        // What orphans go into cannot go into itself.
        const bool itself = top_of(tree, reached, options_.into) == top;
        move_below(top, itself ? root : options_.into);
      }
    }
    // All on the way are known now.
    for (auto at = number; reached.insert(at).second && at != top;) at = tree.at(at).parent;
    reached.insert(top);
  }
  for (const auto number : numbers) {
    const auto& node = tree.at(number);
    const auto parent = tree.find(node.parent);
    if (node.deleted || parent == tree.end() || !parent->second.deleted) continue;
    found("FOLDER_BELOW_DELETED", fmt::format("folder {} is below one that is deleted", number));
    if (repairs()) move_below(number, options_.into);
  }
}

void Verifier::move_below(FolderNumber folder, FolderNumber parent) {
  std::u16string name;
  {
    Rows rows = transaction_.query("SELECT name FROM folder WHERE number = ?1", folder);
    if (rows.next()) name = as_text<std::u16string>(rows.blob(0));
  }
  name = free_name(parent, folder, name);
  const auto key = name_key(name);
  transaction_.execute(
      "UPDATE folder SET parent = ?2, name = ?3, name_key = ?4, change_number = ?5 WHERE number = ?1", folder,
      parent, as_bytes(name), as_bytes(key), next_change(transaction_));
}

std::u16string Verifier::free_name(FolderNumber parent, FolderNumber folder, const std::u16string& name) {
  std::u16string free = name;
  for (int count = 2; !transaction_.failed(); ++count) {
    const auto key = name_key(free);
    const auto taken = transaction_.integer(
        "SELECT 1 FROM folder WHERE parent = ?1 AND name_key = ?2 AND deleted IS NULL AND number <> ?3",
        parent, as_bytes(key), folder);
    if (!taken) break;
    const auto suffix = fmt::format(" ({})", count);
    free = name + std::u16string(suffix.begin(), suffix.end());
  }
  return free;
}

void Verifier::check_folder_names() {
  struct Wrong {
    FolderNumber number;
    FolderNumber parent;
    std::u16string name;
    bool deleted;
  };
  std::vector<Wrong> wrong;
  for (Rows rows = transaction_.query("SELECT number, parent, name, name_key, deleted FROM folder");
       rows.next();) {
    auto name = as_text<std::u16string>(rows.blob(2));
    if (std::ranges::equal(as_bytes(std::string_view(name_key(name))), rows.blob(3))) continue;
    wrong.push_back({static_cast<FolderNumber>(rows.integer(0)), static_cast<FolderNumber>(rows.integer(1)),
                     std::move(name), !rows.is_null(4)});
  }
  for (const Wrong& folder : wrong) {
    const auto name = folder.deleted ? folder.name : free_name(folder.parent, folder.number, folder.name);
    if (name == folder.name) {
      found("FOLDER_NAME_KEY", fmt::format("the name of folder {} is not compared as it is", folder.number));
    } else {
      found("FOLDER_NAME_TWICE", fmt::format("folder {} has the name of another one", folder.number));
    }
    if (!repairs()) continue;
    const auto key = name_key(name);
    transaction_.execute("UPDATE folder SET name = ?2, name_key = ?3, change_number = ?4 WHERE number = ?1",
                         folder.number, as_bytes(name), as_bytes(key), next_change(transaction_));
  }
}

std::optional<std::vector<LargeReference>> large_values_of(std::span<const std::uint8_t> properties) {
  const auto packed = PackedProperties::read(properties);
  // Unpacked, since values are checked only then.
  if (!packed || !packed->unpack([](LargeReference) { return LargeValuePtr(); })) return std::nullopt;
  return packed->large_values();
}

void Verifier::check_folder_properties() {
  for (Rows rows = transaction_.query("SELECT number, properties FROM folder"); rows.next();) {
    if (large_values_of(rows.blob(1))) continue;
    found("FOLDER_DAMAGED", fmt::format("the properties of folder {} are damaged", rows.integer(0)), false);
  }
}

}  // namespace mapigate::store::sqlite
