// The recipients and attachments of a message that is open.

#include <algorithm>

#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/property_values.hpp"

namespace mapigate::mailbox {

namespace {

auto place_of(auto& attachments, std::uint32_t number) {
  return std::ranges::lower_bound(attachments, number, {}, &store::Attachment::number);
}

}  // namespace

Outcome<const std::vector<store::Recipient>*> OpenMessage::recipients() {
  if (auto loaded = load(); !loaded) return loaded.error();
  return &record_.recipients;
}

Outcome<void> OpenMessage::change_recipients(std::vector<RecipientChange> changes) {
  if (auto may = changeable(); !may) return may;
  std::uint64_t memory = 0;
  for (const RecipientChange& change : changes) memory += sizeof(change) + memory_of(change.properties);
  if (!has_room_for(memory)) return ErrorCode::out_of_memory;
  if (!mailbox::change_recipients(record_.recipients, std::move(changes),
                                  mailbox().services().limits.recipients)) {
    return ErrorCode::too_many_recips;
  }
  recipients_changed_ = changed_ = true;
  return {};
}

Outcome<void> OpenMessage::remove_all_recipients() {
  if (auto may = changeable(); !may) return may;
  record_.recipients.clear();
  recipients_changed_ = changed_ = true;
  return {};
}

Outcome<const std::vector<store::Attachment>*> OpenMessage::attachments() {
  if (auto loaded = load_attachments(); !loaded) return loaded.error();
  return &*attachments_;
}

Outcome<const store::Attachment*> OpenMessage::attachment(std::uint32_t number) {
  if (auto loaded = load_attachments(); !loaded) return loaded.error();
  const auto found = place_of(*attachments_, number);
  const bool there = found != attachments_->end() && found->number == number;
  return there ? &*found : static_cast<const store::Attachment*>(nullptr);
}

Outcome<std::uint32_t> OpenMessage::reserve_attachment() {
  if (auto may = changeable(); !may) return may.error();
  if (auto loaded = load_attachments(); !loaded) return loaded.error();
  if (attachments_->size() >= mailbox().services().limits.attachments)
    return ErrorCode::max_attachment_exceeded;
  if (!attachments_->empty()) next_attachment_ = std::max(next_attachment_, attachments_->back().number + 1);
  return next_attachment_++;
}

Outcome<void> OpenMessage::put_attachment(store::Attachment attachment) {
  if (auto may = changeable(); !may) return may;
  if (auto loaded = load_attachments(); !loaded) return loaded;
  if (!has_room_for(memory_of(attachment))) return ErrorCode::out_of_memory;
  const auto found = place_of(*attachments_, attachment.number);
  if (found != attachments_->end() && found->number == attachment.number) {
    *found = std::move(attachment);
  } else {
    if (attachments_->size() >= mailbox().services().limits.attachments) {
      return ErrorCode::max_attachment_exceeded;
    }
    attachments_->insert(found, std::move(attachment));
  }
  attachments_changed_ = changed_ = true;
  return {};
}

Outcome<void> OpenMessage::delete_attachment(std::uint32_t number) {
  if (auto may = changeable(); !may) return may;
  if (auto loaded = load_attachments(); !loaded) return loaded;
  const auto found = place_of(*attachments_, number);
  if (found == attachments_->end() || found->number != number) return ErrorCode::not_found;
  attachments_->erase(found);
  attachments_changed_ = changed_ = true;
  return {};
}

}  // namespace mapigate::mailbox
