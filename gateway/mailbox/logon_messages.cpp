#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/mailbox_copy.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_lists.hpp"
#include "gateway/mailbox/message_selection.hpp"
#include "gateway/mailbox/read_state.hpp"

namespace mapigate::mailbox {

using store::Contents;
using store::FolderKind;

namespace {

// No numbers are those of all messages.
Outcome<void> choose(Mailbox& mailbox, FolderNumber folder, std::vector<MessageNumber>& numbers) {
  if (!numbers.empty()) return {};
  auto all = message_numbers(mailbox, folder, Contents::normal);
  if (!all) return all.error();
  numbers = std::move(*all);
  return {};
}

Outcome<std::size_t> transfer_within(Mailbox& mailbox, const MessageSelection& selection, FolderNumber to,
                                     bool copy) {
  std::size_t done = 0;
  for (const auto& [from, numbers] : selection.by_folder) {
    for (const auto batch : batches(numbers)) {
      const auto moved =
          copy ? mailbox.copy_messages(batch, from, to) : mailbox.move_messages(batch, from, to);
      if (moved) {
        done += moved->size();
      } else if (done == 0) {
        return moved.error();
      } else {
        return done;
      }
    }
  }
  return done;
}

// What is moved away stays behind as a deleted message: somebody may have changed it meanwhile.
Outcome<std::size_t> transfer_between(MailboxTranslator translator, const MessageSelection& selection,
                                      FolderNumber to, bool copy) {
  std::size_t done = 0;
  for (const auto& [from, numbers] : selection.by_folder) {
    const auto copied = copy_messages_between(numbers, translator, to);
    if (!copied) {
      if (done == 0) return copied.error();
      return done;
    }
    if (copy) {
      done += copied->size();
      continue;
    }
    const auto deleted = translator.source().delete_messages(*copied, from, false);
    if (!deleted) return deleted.error();
    done += copied->size();
  }
  return done;
}

// In public folders each user has a read state of their own.
Outcome<void> mark(const Logon& logon, FolderNumber folder, std::span<const MessageNumber> numbers,
                   bool read) {
  Mailbox& mailbox = logon.mailbox();
  if (!mailbox.is_public()) {
    const auto changed = mailbox.set_read(numbers, folder, read);
    if (!changed) return changed.error();
    return {};
  }
  std::vector<store::ChangeNumber> changes;
  const auto listed = mailbox.store().list_messages(numbers, [&](const store::MessageRow& row) {
    changes.push_back(row.change_number);
    return store::Scan::go_on;
  });
  if (!listed) return mailbox.failed(listed.error());
  const auto changed = set_own_read_state(mailbox, logon.actor(), folder, changes, read);
  if (!changed) return changed.error();
  return {};
}

}  // namespace

Outcome<Partial> Logon::transfer_messages(FolderNumber from, FolderNumber to,
                                          std::vector<MessageNumber> numbers, bool copy) const {
  return transfer_messages(from, *this, to, std::move(numbers), copy);
}

// [MS-OXCFOLD] section 3.2.5.6. Soft-deleted messages are recovered in this way, too.
Outcome<Partial> Logon::transfer_messages(FolderNumber from, const Logon& target, FolderNumber to,
                                          std::vector<MessageNumber> numbers, bool copy) const {
  const auto source = open_folder(from, true);
  if (!source) return source.error();
  // Whoever may only create messages in a folder need not see it.
  const auto record = target.mailbox().store().folder(to);
  if (!record) return target.mailbox().failed(record.error());
  if (record->deleted) return ErrorCode::not_found;
  if (record->kind == FolderKind::search) return ErrorCode::not_supported;
  if (auto allowed = target.require(to, right_create); !allowed) return allowed.error();
  if (auto chosen = choose(*mailbox_, from, numbers); !chosen) return chosen.error();
  const MessageUse use{.access = copy ? access_read : access_read | access_delete, .submitted = copy};
  const auto selection = select_messages(*this, *source, std::move(numbers), use);
  if (!selection) return selection.error();
  const auto done = &target.mailbox() == mailbox_.get()
                        ? transfer_within(*mailbox_, *selection, to, copy)
                        : transfer_between({*mailbox_, target.mailbox()}, *selection, to, copy);
  if (!done) return done.error();
  return Partial{selection->left_out || *done != selection->size()};
}

// [MS-OXCFOLD] sections 3.2.5.11 and 3.2.5.12. A message that is on its way cannot be deleted, it must be
// aborted first.
Outcome<Partial> Logon::delete_messages(FolderNumber folder, std::vector<MessageNumber> numbers,
                                        bool hard) const {
  const auto record = open_folder(folder, true);
  if (!record) return record.error();
  if (auto chosen = choose(*mailbox_, folder, numbers); !chosen) return chosen.error();
  const MessageUse use{.access = access_delete, .deleted = hard, .submitted = false};
  const auto selection = select_messages(*this, *record, std::move(numbers), use);
  if (!selection) return selection.error();
  std::size_t done = 0;
  for (const auto& [from, selected] : selection->by_folder) {
    for (const auto batch : batches(selected)) {
      const auto deleted = mailbox_->delete_messages(batch, from, hard);
      if (deleted) {
        done += deleted->size();
      } else if (done == 0) {
        return deleted.error();
      } else {
        return Partial{true};
      }
    }
  }
  return Partial{selection->left_out || done != selection->size()};
}

// [MS-OXCMSG] section 3.2.5.10.
Outcome<Partial> Logon::set_read(FolderNumber folder, std::vector<MessageNumber> numbers, bool read) const {
  const auto record = open_folder(folder, false);
  if (!record) return record.error();
  if (auto chosen = choose(*mailbox_, folder, numbers); !chosen) return chosen.error();
  const auto selection = select_messages(*this, *record, std::move(numbers), {.access = access_read});
  if (!selection) return selection.error();
  for (const auto& [in, selected] : selection->by_folder) {
    for (const auto batch : batches(selected)) {
      const auto marked = mark(*this, in, batch, read);
      if (!marked) return marked.error();
    }
  }
  return Partial{selection->left_out};
}

}  // namespace mapigate::mailbox
