#include "gateway/mapi/handlers/read_receipts.hpp"

#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/submission.hpp"
#include "protocol/oxcmsg/message_status.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mapi::handlers {

using mailbox::KeptProperties;
using mailbox::OpenMessage;
using oxcdata::id_of;
using oxcdata::PropertyTag;

namespace {

bool flag(const KeptProperties& properties, PropertyTag tag) {
  const auto property = properties.value(id_of(tag));
  const bool* value = property ? std::get_if<bool>(&property->value) : nullptr;
  return value && *value;
}

bool was_received(const KeptProperties& properties) {
  const auto flags = properties.value(id_of(oxprops::pid_tag_message_flags));
  const auto* value = flags ? std::get_if<std::int32_t>(&flags->value) : nullptr;
  const bool draft = value && (static_cast<std::uint32_t>(*value) & mailbox::mf_unsent) != 0;
  return !draft && properties.contains(id_of(oxprops::pid_tag_received_by_entry_id));
}

}  // namespace

mailbox::Outcome<ReadFlags> read_flags_of(wire::u8 flags) {
  const auto has = [flags](wire::u8 bit) { return (flags & bit) != 0; };
  const bool unread = has(oxcmsg::read_clear_read_flag);
  const bool receipt_only = has(oxcmsg::read_generate_receipt_only);
  const bool suppress = has(oxcmsg::read_suppress_receipt);
  ReadFlags result;
  result.drop = {has(oxcmsg::read_clear_notify_read), has(oxcmsg::read_clear_notify_unread)};
  const bool clears = result.drop.read || result.drop.not_read;
  if (unread + receipt_only + clears > 1 || (suppress && (receipt_only || clears))) {
    return oxcdata::ErrorCode::invalid_parameter;
  }
  if (unread || clears) {
    if (unread) result.read = false;
    return result;
  }
  if (!receipt_only) result.read = true;
  result.send_receipt = !suppress;
  // A message that was read cannot be deleted unread, either.
  result.drop = {true, !receipt_only};
  return result;
}

// `read`: whether the message has been read already, so that nothing is waited for but what only flags ask
// for.
bool ReadReceipts::has_requests(const KeptProperties& properties, bool read) const {
  const bool becomes_read = flags_.read.value_or(false);
  if (becomes_read && read) return false;
  const bool requested =
      (flags_.drop.read && flag(properties, oxprops::pid_tag_read_receipt_requested)) ||
      (flags_.drop.not_read && flag(properties, oxprops::pid_tag_non_receipt_notification_requested));
  return requested && was_received(properties);
}

mailbox::Outcome<void> ReadReceipts::expect(store::FolderNumber folder,
                                            std::span<const store::MessageNumber> numbers) {
  mailbox::Mailbox& mailbox = logon_->mailbox();
  if (mailbox.is_public() || (!flags_.drop.read && !flags_.drop.not_read)) return {};
  const auto visit = [&](const store::MessageRow& row) {
    if (has_requests(mailbox::KeptInRow(row.properties), row.read))
      waiting_.push_back({row.folder, row.number});
    return store::Scan::go_on;
  };
  store::MessageQuery whole_folder;
  whole_folder.folder = folder;
  const auto listed = numbers.empty() ? mailbox.store().list_messages(whole_folder, visit)
                                      : mailbox.store().list_messages(numbers, visit);
  if (!listed) return mailbox.failed(listed.error());
  return {};
}

void ReadReceipts::settle() {
  for (const Waiting& waiting : waiting_) {
    // Without the right to change it nothing is dropped; a receipt is sent once all the same.
    const auto message =
        OpenMessage::open(logon_, waiting.folder, waiting.number, mailbox::OpenMode::best_access, false);
    if (message) settle(**message);
  }
}

mailbox::Outcome<bool> ReadReceipts::is_waited_for(OpenMessage& message) const {
  if (logon_->mailbox().is_public() || message.number() == 0) return false;
  const auto kept = message.kept_properties();
  if (!kept) return kept.error();
  return has_requests(mailbox::KeptInMemory(**kept), message.is_read());
}

void ReadReceipts::settle(OpenMessage& message) const {
  if (flags_.send_receipt) {
    const auto record = logon_->mailbox().store().message(message.number());
    if (!record || !services_.submission.send_read_receipt(*logon_, *record, true)) return;
  }
  (void)message.drop_receipt_requests(flags_.drop);
}

}  // namespace mapigate::mapi::handlers
