// [MS-OXCFOLD] sections 3.2.5.3, 3.2.5.9 and 3.2.5.10: folders are deleted or emptied.

#include <unordered_set>

#include "gateway/mailbox/folder_rules.hpp"
#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_lists.hpp"

namespace mapigate::mailbox {

using store::Contents;
using store::FolderKind;
using store::FolderRecord;

namespace {

// Of a folder and those below it: which can go as a whole, with all that is below them.
struct Deletable {
  std::unordered_set<FolderNumber> kept;  // may not go, or has one that may not somewhere below it

  bool has(FolderNumber folder) const { return !kept.contains(folder); }
};

Outcome<bool> may_delete(const Logon& logon, const FolderRecord& folder) {
  if (is_special(folder)) return false;
  const auto allowed = logon.require(folder.number, right_folder_owner);
  if (!allowed && allowed.error() != ErrorCode::access_denied) return allowed.error();
  return allowed.has_value();
}

// `folders`: parents before their children.
Outcome<Deletable> deletable(const Logon& logon, const std::vector<FolderRecord>& folders) {
  Deletable result;
  for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
    const auto may = may_delete(logon, *folder);
    if (!may) return may.error();
    if (!*may || !result.has(folder->number)) {
      result.kept.insert(folder->number);
      result.kept.insert(folder->parent);
    }
  }
  return result;
}

// A receive folder that is gone would swallow mail.
Outcome<void> forget_receive_folders(Mailbox& mailbox, const std::unordered_set<FolderNumber>& gone) {
  const auto entries = mailbox.store().receive_folders();
  if (!entries) return mailbox.failed(entries.error());
  for (const store::ReceiveFolder& entry : *entries) {
    if (!gone.contains(entry.folder)) continue;
    const auto taken = mailbox.store().set_receive_folder({entry.message_class, 0, mailbox.now()});
    if (!taken) return mailbox.failed(taken.error());
  }
  return {};
}

// Everything of `folders`, which are a folder and those below it or only the latter, that can go. Returns
// whether something stays.
Outcome<bool> delete_what_can_go(const Logon& logon, const std::vector<FolderRecord>& folders, bool hard) {
  Mailbox& mailbox = logon.mailbox();
  const auto can_go = deletable(logon, folders);
  if (!can_go) return can_go.error();
  const std::optional<store::Time> when = hard ? std::nullopt : std::optional(mailbox.now());
  std::unordered_set<FolderNumber> gone;
  bool stays = false;
  for (const FolderRecord& folder : folders) {
    if (!can_go->has(folder.number)) {
      stays = true;
    } else if (gone.insert(folder.number).second && !gone.contains(folder.parent)) {
      if (auto deleted = mailbox.delete_folder(folder.number, when); !deleted) return deleted.error();
    }
  }
  if (auto forgotten = forget_receive_folders(mailbox, gone); !forgotten) return forgotten.error();
  return stays;
}

// Returns whether something stays.
Outcome<bool> delete_contents(const Logon& logon, FolderNumber folder, Contents contents, bool hard) {
  auto numbers = message_numbers(logon.mailbox(), folder, contents);
  if (!numbers) return numbers.error();
  if (numbers->empty()) return false;
  const auto deleted = logon.delete_messages(folder, std::move(*numbers), hard);
  if (deleted) return deleted->partial;
  // None of them may be deleted, but perhaps there is something else that may.
  if (deleted.error() == ErrorCode::access_denied) return true;
  return deleted.error();
}

}  // namespace

Outcome<Partial> Logon::delete_folder(FolderNumber parent, FolderNumber number,
                                      FolderDeletion deletion) const {
  const auto folder = open_folder(number, deletion.hard);
  if (!folder) return folder.error();
  if (folder->parent != parent) return ErrorCode::not_found;
  if (is_special(*folder) || folder->kind == FolderKind::root) return ErrorCode::access_denied;
  if (auto allowed = require(number, right_folder_owner); !allowed) return allowed.error();
  // The messages that a search folder shows are in other folders, and stay.
  const bool has_messages =
      folder->kind != FolderKind::search && folder->counts.messages + folder->counts.associated > 0;
  if (has_messages && !deletion.messages) return Partial{true};
  if (folder->subfolders > 0 && !deletion.folders) return Partial{true};
  // A soft-deleted folder goes with what was deleted with it.
  auto below = mailbox_->store().folders(number, true, folder->deleted.has_value());
  if (!below) return mailbox_->failed(below.error());
  std::vector<FolderRecord> folders{*folder};
  folders.insert(folders.end(), std::make_move_iterator(below->begin()),
                 std::make_move_iterator(below->end()));
  const auto stays = delete_what_can_go(*this, folders, deletion.hard);
  if (!stays) return stays.error();
  return Partial{*stays};
}

Outcome<Partial> Logon::empty_folder(FolderNumber number, bool associated, bool hard) const {
  const auto folder = open_folder(number, false);
  if (!folder) return folder.error();
  if (folder->kind == FolderKind::search) return ErrorCode::not_supported;
  const auto given = actor_.owner ? Outcome<Rights>(rights_of_owner) : rights(number);
  if (!given) return given.error();
  if ((*given & (right_folder_owner | right_delete_any | right_delete_owned)) == 0) {
    return ErrorCode::access_denied;
  }
  Partial result;
  const auto note = [&](const Outcome<bool>& stays) {
    if (stays && *stays) result.partial = true;
    return stays.has_value();
  };
  const auto normal = delete_contents(*this, number, Contents::normal, hard);
  if (!note(normal)) return normal.error();
  if (associated) {
    const auto fai = delete_contents(*this, number, Contents::associated, hard);
    if (!note(fai)) return fai.error();
  }
  const auto below = mailbox_->store().folders(number, true, false);
  if (!below) return mailbox_->failed(below.error());
  const auto folders = delete_what_can_go(*this, *below, hard);
  if (!note(folders)) return folders.error();
  return result;
}

}  // namespace mapigate::mailbox
