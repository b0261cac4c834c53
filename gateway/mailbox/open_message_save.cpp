// How a message that is open is saved, [MS-OXCMSG] section 3.2.5.3.

#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/open_attachment.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/read_state.hpp"
#include "gateway/mailbox/vouching.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using store::Contents;

namespace {

// Each is another save of somebody else in between.
constexpr int force_attempts = 5;

// mfUnmodified: since it was first saved ([MS-OXCMSG] section 2.2.1.6).
void mark_unmodified(store::Properties& properties, bool unmodified) {
  const auto flags =
      static_cast<std::uint32_t>(value_or(properties, oxprops::pid_tag_message_flags, std::int32_t{0}));
  properties.set(oxprops::pid_tag_message_flags,
                 static_cast<std::int32_t>(unmodified ? flags | mf_unmodified : flags & ~mf_unmodified));
}

}  // namespace

Outcome<void> OpenMessage::save(bool force) {
  if (auto may = changeable(); !may) return may;
  if (parent_) return save_embedded();
  if (!new_ && !changed_) return {};
  // Whoever may do so now: rights can have been taken away since.
  if (new_) {
    if (auto allowed = logon().require(folder_, right_create); !allowed) return allowed;
  } else {
    const auto access = current_access(record_.properties);
    if (!access) return access.error();
    if ((*access & access_modify) == 0) return ErrorCode::access_denied;
    if (auto there = still_there(); !there) return there;
  }
  for (int attempt = 0;; ++attempt) {
    auto write = to_write();
    if (!write) return write.error();
    const auto result = mailbox().save_message(*write);
    if (result) {
      saved(*result);
      return {};
    }
    if (result.error() == ErrorCode::not_found && !new_) return ErrorCode::object_deleted;
    if (result.error() != ErrorCode::object_changed || !force || attempt == force_attempts)
      return result.error();
    if (auto merged = merge(); !merged) return merged;
  }
}

// The store would also change a message among the deleted ones.
Outcome<void> OpenMessage::still_there() const {
  bool there = false;
  const auto listed =
      mailbox().store().list_messages(std::span(&number_, 1), [&](const store::MessageRow& row) {
        there = deleted_allowed_ || !row.deleted;
        return store::Scan::stop;
      });
  if (!listed) return mailbox().failed(listed.error());
  if (!there) return ErrorCode::object_deleted;
  return {};
}

Outcome<store::MessageWrite> OpenMessage::to_write() {
  auto content = this->content();
  if (!content) return content.error();
  store::MessageWrite write;
  write.number = number_;
  write.folder = folder_;
  write.associated = record_.contents == Contents::associated;
  if (!new_) write.expected = expected_;
  write.read = read_;
  write.created = record_.created;
  write.modified = given_modification_time_.value_or(mailbox().now());
  write.mirror = record_.mirror;
  write.content = std::move(*content);
  describe(write);
  return write;
}

Outcome<store::Content> OpenMessage::content() {
  if (auto loaded = load_attachments(); !loaded) return loaded.error();
  store::Content content{record_.properties, record_.recipients, *attachments_};
  stamp(content.properties);
  if (!is_embedded()) {
    note_voucher(logon(), folder_, record_.contents == Contents::associated, content.properties);
  }
  mark_unmodified(content.properties, new_);
  complete(mailbox(), content, is_embedded());
  if (auto within = check_limits(content); !within) return within.error();
  return content;
}

Outcome<void> OpenMessage::check_limits(const store::Content& content) const {
  const MessageLimits& limits = mailbox().services().limits;
  if (content.recipients.size() > limits.recipients) return ErrorCode::too_many_recips;
  if (content.attachments.size() > limits.attachments) return ErrorCode::max_attachment_exceeded;
  if (depth() + embedding_depth(content) > limits.embedding_depth) return ErrorCode::too_complex;
  if (content_size(content) > limits.size) return ErrorCode::message_too_big;
  return {};
}

Outcome<void> OpenMessage::save_embedded() {
  if (!new_ && !changed_) return {};
  const store::Time modified = given_modification_time_.value_or(mailbox().now());
  record_.modified = modified;
  record_.properties.set(oxprops::pid_tag_creation_time, wire::FileTime{record_.created});
  record_.properties.set(oxprops::pid_tag_last_modification_time, wire::FileTime{modified});
  auto content = this->content();
  if (!content) return content.error();
  record_.properties = content->properties;
  parent_->set_embedded(std::make_shared<const store::Content>(std::move(*content)));
  new_ = changed_ = recipients_changed_ = attachments_changed_ = false;
  changed_ids_.clear();
  written_bodies_.clear();
  return {};
}

// What was changed here over what somebody else has saved.
Outcome<void> OpenMessage::merge() {
  auto record = mailbox().store().message(number_);
  if (!record) {
    return record.error().fault == store::StoreFault::not_found ? ErrorCode::object_deleted
                                                                : mailbox().failed(record.error());
  }
  std::optional<std::vector<store::Attachment>> theirs;
  if (!attachments_changed_) {
    auto attachments = mailbox().store().attachments(number_);
    if (!attachments) return mailbox().failed(attachments.error());
    theirs = std::move(*attachments);
  }
  for (const std::uint16_t id : changed_ids_) {
    if (const store::Property* mine = record_.properties.find(id)) {
      record->properties.set(*mine);
    } else {
      record->properties.erase(id);
    }
  }
  if (recipients_changed_) record->recipients = std::move(record_.recipients);
  expected_ = record->version.change_number;
  take(std::move(*record));
  if (theirs) attachments_ = std::move(theirs);
  return {};
}

// What is in memory is as good as what is stored, but holds values that the store has by now: it is read anew
// when it is needed again.
void OpenMessage::saved(const store::SavedMessage& message) {
  number_ = message.number;
  expected_ = message.change_number;
  new_ = loaded_ = changed_ = recipients_changed_ = attachments_changed_ = false;
  changed_ids_.clear();
  written_bodies_.clear();
  given_modification_time_.reset();
  attachments_.reset();
  forget_made_bodies();
  // What somebody has written in public folders they have read. It stays unread where this fails, which is no
  // loss.
  if (mailbox().is_public() && read_) {
    (void)set_own_read_state(mailbox(), logon().actor(), folder_, std::span(&message.change_number, 1), true);
  }
}

}  // namespace mapigate::mailbox
