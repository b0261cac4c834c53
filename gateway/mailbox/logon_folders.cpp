#include "gateway/mailbox/folder_rules.hpp"
#include "gateway/mailbox/folder_tree.hpp"
#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/permissions.hpp"
#include "gateway/mailbox/searches.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using store::FolderKind;
using store::FolderRecord;

Outcome<FolderRecord> Logon::open_folder(FolderNumber number, bool deleted) const {
  auto folder = mailbox_->store().folder(number);
  if (!folder) return mailbox_->failed(folder.error());
  if (folder->deleted && !deleted) return ErrorCode::not_found;
  if (actor_.owner) return std::move(*folder);
  const auto given = rights(number);
  if (!given) return given.error();
  // Of what somebody may not see they do not learn that it is there ([MS-OXCFOLD] section 3.2.5.1).
  constexpr Rights seen = right_read_any | right_folder_visible | right_folder_owner;
  if ((*given & seen) == 0) return ErrorCode::not_found;
  return std::move(*folder);
}

// [MS-OXCFOLD] section 3.2.5.2.
Outcome<Logon::CreatedFolder> Logon::create_folder(const NewFolder& folder) const {
  if (auto good = check_folder_name(folder.name); !good) return good.error();
  if (folder.kind == FolderKind::root) return ErrorCode::invalid_parameter;
  if (folder.kind == FolderKind::search && mailbox_->is_public()) return ErrorCode::not_supported;
  if (folder.open_existing) {
    const auto existing = mailbox_->store().folder_by_name(folder.parent, folder.name);
    if (!existing) return mailbox_->failed(existing.error());
    if (*existing) {
      auto opened = open_folder(**existing, false);
      if (!opened) return opened.error();
      // A search folder is never opened as a generic one, nor the other way round.
      if (opened->kind != folder.kind) return ErrorCode::colliding_names;
      return CreatedFolder{std::move(*opened), true};
    }
  }
  if (auto allowed = check_place(*this, {folder.parent, folder.name}); !allowed) return allowed.error();
  store::FolderWrite write;
  write.parent = folder.parent;
  write.kind = folder.kind;
  write.name = folder.name;
  write.created = mailbox_->now();
  if (!folder.comment.empty()) write.properties.set(oxprops::pid_tag_comment, folder.comment);
  auto created = mailbox_->create_folder(write);
  if (!created) return created.error();
  if (auto given = inherit_permissions(*this, folder.parent, created->number); !given) return given.error();
  return CreatedFolder{std::move(*created), false};
}

// [MS-OXCFOLD] section 3.2.5.7. A soft-deleted folder is recovered in this way.
Outcome<Partial> Logon::move_folder(FolderNumber number, FolderNumber to, std::u16string_view name) const {
  return move_folder(number, *this, to, name);
}

Outcome<Partial> Logon::move_folder(FolderNumber number, const Logon& target, FolderNumber to,
                                    std::u16string_view name) const {
  const auto folder = open_folder(number, true);
  if (!folder) return folder.error();
  if (is_special(*folder)) return ErrorCode::access_denied;
  if (auto allowed = require(number, right_folder_owner); !allowed) return allowed.error();
  if (&target.mailbox() != mailbox_.get()) {
    auto copied = copy_folder(number, target, to, name, true);
    if (!copied || copied->partial) return copied;
    // To be found again: somebody may have put something into it meanwhile.
    return delete_folder(folder->parent, number, {.messages = true, .folders = true});
  }
  if (auto fine = check_no_cycle(*mailbox_, number, to); !fine) return fine.error();
  const auto below = mailbox_->store().folders(number, true, folder->deleted.has_value());
  if (!below) return mailbox_->failed(below.error());
  const std::u16string_view new_name = name.empty() ? folder->name : name;
  const FolderPlace place{to, new_name, 1 + levels_below(number, *below), number};
  if (auto allowed = check_place(target, place); !allowed) return allowed.error();
  const auto moved = mailbox_->move_folder(number, to, new_name);
  if (!moved) return moved.error();
  if (folder->deleted && folder->kind == FolderKind::search) {
    // What it has missed meanwhile.
    if (auto begun = mailbox_->searches().restart(number); !begun) return begun.error();
  }
  return Partial{};
}

}  // namespace mapigate::mailbox
