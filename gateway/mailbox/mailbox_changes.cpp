#include "gateway/mailbox/mailbox.hpp"

// What is written to a Mailbox, and told to those who look at it.

namespace mapigate::mailbox {

namespace {

// [MS-OXCFOLD] section 3.2.5.2: DuplicateName rather than the error of a version that has changed.
ErrorCode folder_error(const Mailbox& mailbox, const store::StoreError& error) {
  return error.fault == store::StoreFault::conflict ? ErrorCode::colliding_names : mailbox.failed(error);
}

}  // namespace

void Mailbox::publish(EventKind kind, const store::FolderRecord& folder) {
  events_.publish({.kind = kind, .folder = folder.number, .parent = folder.parent});
}

void Mailbox::publish_each(EventKind kind, std::span<const MessageNumber> numbers, FolderNumber folder) {
  for (const MessageNumber number : numbers)
    events_.publish({.kind = kind, .folder = folder, .message = number});
}

Outcome<store::FolderRecord> Mailbox::create_folder(const store::FolderWrite& folder) {
  auto created = store_->create_folder(folder);
  if (!created) return folder_error(*this, created.error());
  if (folder.role != 0) {
    const std::lock_guard lock(roles_mutex_);
    roles_[folder.role] = created->number;
  }
  publish(EventKind::folder_created, *created);
  return std::move(*created);
}

Outcome<store::FolderRecord> Mailbox::change_folder(FolderNumber number, const store::FolderChange& change) {
  auto changed = store_->change_folder(number, change);
  if (!changed) return folder_error(*this, changed.error());
  if (change.role) {
    const std::lock_guard lock(roles_mutex_);
    roles_loaded_ = false;
  }
  publish(EventKind::folder_changed, *changed);
  return std::move(*changed);
}

Outcome<store::FolderRecord> Mailbox::move_folder(FolderNumber number, FolderNumber parent,
                                                  std::u16string_view name) {
  const auto before = store_->folder(number);
  if (!before) return failed(before.error());
  auto moved = store_->move_folder(number, parent, name);
  if (!moved) return folder_error(*this, moved.error());
  events_.publish({.kind = EventKind::folder_moved,
                   .folder = moved->number,
                   .parent = moved->parent,
                   .old_folder = number,
                   .old_parent = before->parent});
  return std::move(*moved);
}

Outcome<void> Mailbox::delete_folder(FolderNumber number, std::optional<store::Time> when) {
  const auto before = store_->folder(number);
  if (!before) return failed(before.error());
  const auto deleted = store_->delete_folder(number, when);
  if (!deleted) return failed(deleted.error());
  {
    const std::lock_guard lock(roles_mutex_);
    roles_loaded_ = false;
  }
  forget_permissions();
  for (const FolderNumber gone : *deleted) {
    events_.publish({.kind = EventKind::folder_deleted,
                     .folder = gone,
                     .parent = gone == number ? before->parent : FolderNumber{0}});
  }
  return {};
}

Outcome<store::SavedMessage> Mailbox::save_message(const store::MessageWrite& message) {
  auto saved = store_->save_message(message);
  if (!saved) return failed(saved.error());
  events_.publish({.kind = message.number == 0 ? EventKind::message_created : EventKind::message_changed,
                   .folder = message.folder,
                   .message = saved->number,
                   .associated = message.associated});
  return *saved;
}

Outcome<std::vector<store::SavedMessage>> Mailbox::save_messages(
    std::span<const store::MessageWrite> messages) {
  auto saved = store_->save_messages(messages);
  if (!saved) return failed(saved.error());
  for (std::size_t i = 0; i < saved->size(); ++i) {
    const store::MessageWrite& message = messages[i];
    events_.publish({.kind = message.number == 0 ? EventKind::message_created : EventKind::message_changed,
                     .folder = message.folder,
                     .message = (*saved)[i].number,
                     .associated = message.associated});
  }
  return std::move(*saved);
}

Outcome<store::SavedMessage> Mailbox::deliver_message(const store::MessageWrite& message,
                                                      std::string_view key, bool new_mail) {
  auto saved = store_->deliver_message(message, key);
  if (!saved) return failed(saved.error());
  for (const EventKind kind : {EventKind::message_created, EventKind::new_mail}) {
    if (kind == EventKind::new_mail && !new_mail) break;
    events_.publish(
        {.kind = kind, .folder = message.folder, .message = saved->number, .associated = message.associated});
  }
  return *saved;
}

Outcome<std::vector<store::Transferred>> Mailbox::transferred(
    EventKind kind, FolderNumber from, FolderNumber to,
    store::StoreResult<std::vector<store::Transferred>> result) {
  if (!result) return failed(result.error());
  for (const store::Transferred& message : *result) {
    events_.publish(
        {.kind = kind, .folder = to, .message = message.to, .old_folder = from, .old_message = message.from});
  }
  return std::move(*result);
}

Outcome<std::vector<store::Transferred>> Mailbox::copy_messages(std::span<const MessageNumber> numbers,
                                                                FolderNumber from, FolderNumber to) {
  return transferred(EventKind::message_copied, from, to, store_->copy_messages(numbers, to, now()));
}

Outcome<std::vector<store::Transferred>> Mailbox::move_messages(std::span<const MessageNumber> numbers,
                                                                FolderNumber from, FolderNumber to) {
  return transferred(EventKind::message_moved, from, to, store_->move_messages(numbers, to, now()));
}

Outcome<std::vector<MessageNumber>> Mailbox::delete_messages(std::span<const MessageNumber> numbers,
                                                             FolderNumber from, bool hard) {
  auto deleted = store_->delete_messages(numbers, hard ? std::nullopt : std::optional(now()));
  if (!deleted) return failed(deleted.error());
  publish_each(EventKind::message_deleted, *deleted, from);
  return std::move(*deleted);
}

Outcome<std::vector<MessageNumber>> Mailbox::set_read(std::span<const MessageNumber> numbers,
                                                      FolderNumber folder, bool read) {
  auto changed = store_->set_read(numbers, read);
  if (!changed) return failed(changed.error());
  publish_each(EventKind::message_changed, *changed, folder);
  return std::move(*changed);
}

Outcome<std::uint32_t> Mailbox::set_status(MessageNumber number, FolderNumber folder, std::uint32_t status,
                                           std::uint32_t mask) {
  const auto before = store_->set_status(number, status, mask);
  if (!before) return failed(before.error());
  publish_each(EventKind::message_changed, std::span(&number, 1), folder);
  return *before;
}

}  // namespace mapigate::mailbox
