#include "gateway/mailbox/folder_rules.hpp"

#include <algorithm>

#include "gateway/mailbox/folder_tree.hpp"

namespace mapigate::mailbox {

Outcome<void> check_folder_name(std::u16string_view name) {
  if (name.empty()) return ErrorCode::invalid_parameter;
  if (name.size() > max_folder_name) return ErrorCode::string_too_long;
  if (name.find(u'\0') != name.npos) return ErrorCode::bad_folder_name;
  return {};
}

Outcome<void> check_place(const Logon& logon, const FolderPlace& place) {
  if (auto good = check_folder_name(place.name); !good) return good;
  const auto parent = logon.open_folder(place.parent, false);
  if (!parent) return parent.error();
  if (parent->kind == store::FolderKind::search) return ErrorCode::not_supported;
  if (auto allowed = logon.require(place.parent, right_create_subfolder); !allowed) return allowed;
  Mailbox& mailbox = logon.mailbox();
  const auto taken = mailbox.store().folder_by_name(place.parent, place.name);
  if (!taken) return mailbox.failed(taken.error());
  if (*taken && **taken != place.without) return ErrorCode::colliding_names;
  if (parent->subfolders >= max_subfolders) return ErrorCode::too_complex;
  const auto path = path_to_root(mailbox, place.parent);
  if (!path) return path.error();
  if (path->size() + place.levels > max_folder_depth) return ErrorCode::too_complex;
  return {};
}

Outcome<void> check_no_cycle(Mailbox& mailbox, FolderNumber number, FolderNumber to) {
  const auto path = path_to_root(mailbox, to);
  if (!path) return path.error();
  if (std::ranges::find(*path, number) != path->end()) return ErrorCode::folder_cycle;
  return {};
}

}  // namespace mapigate::mailbox
