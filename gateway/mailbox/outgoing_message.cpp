#include "gateway/mailbox/outgoing_message.hpp"

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/rule_mail.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/wire/reader.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using store::Properties;

namespace {

// PidTagOriginalEntryId of the copy says which message was submitted.
constexpr auto original_tag = oxprops::pid_tag_original_entry_id;
// Tells whether it was this call of save_outgoing_once() that has saved the copy. Of the copy alone, among
// the ids that are never sent anywhere.
constexpr auto attempt_tag = oxcdata::property_tag(0x67F2, oxcdata::PropertyType::binary);

struct OriginalId {
  FolderNumber folder = 0;
  MessageNumber message = 0;
};

// The folder and the message that a message EntryID of this mailbox names.
std::optional<OriginalId> numbers_in(const Mailbox& mailbox, wire::ByteView entry_id) {
  const auto number = message_of_entry_id(mailbox, entry_id);
  const auto parsed = wire::parse<oxcdata::MessageEntryId>(entry_id);
  if (!number || !parsed) return std::nullopt;
  return OriginalId{oxcdata::to_number(parsed->folder.counter), *number};
}

FolderNumber outgoing_folder(Mailbox& mailbox) { return mailbox.special(SpecialFolder::outgoing); }

// Of the sender's dealings with the message.
void erase_submission(Properties& properties) {
  for (const auto tag : {original_tag, oxprops::pid_tag_sent_mail_svr_eid, oxprops::pid_tag_target_entry_id,
                         oxprops::pid_tag_delete_after_submit, oxprops::pid_tag_deferred_send_time,
                         oxprops::pid_tag_deferred_send_number, oxprops::pid_tag_deferred_send_units}) {
    properties.erase(id_of(tag));
  }
}

void change_flags(Properties& properties, std::uint32_t set, std::uint32_t clear) {
  const auto flags =
      static_cast<std::uint32_t>(value_or(properties, oxprops::pid_tag_message_flags, std::int32_t{0}));
  properties.set(oxprops::pid_tag_message_flags, static_cast<std::int32_t>((flags & ~clear) | set));
}

constexpr std::uint32_t flags_of_submission = mf_submitted | mf_unsent | mf_resend;

// The gateway, as the owner of everything.
std::shared_ptr<Logon> gateway_logon(Mailbox& mailbox) {
  Actor actor;
  actor.address = mailbox.owner().address;
  actor.display_name = mailbox.owner().display_name;
  actor.legacy_dn = mailbox.owner().legacy_dn;
  actor.owner = true;
  // The mailbox is held by the caller.
  return std::make_shared<Logon>(MailboxPtr(MailboxPtr(), &mailbox), std::move(actor));
}

Outcome<bool> is_folder(Mailbox& mailbox, FolderNumber number) {
  const auto folder = mailbox.store().folder(number);
  if (!folder && folder.error().fault != store::StoreFault::not_found) return mailbox.failed(folder.error());
  return folder.has_value() && !folder->deleted && folder->kind == store::FolderKind::generic;
}

// Where the sender's copy goes, and the number that it is to have, if one was reserved for it.
Outcome<std::optional<OriginalId>> target_of(Mailbox& mailbox, const Properties& properties) {
  OriginalId target;
  if (const auto* sent = properties.get<oxcdata::ServerId>(oxprops::pid_tag_sent_mail_svr_eid)) {
    target.folder = number_of(sent->folder_id).value_or(0);
  } else if (const auto* entry_id = properties.get<wire::Bytes>(oxprops::pid_tag_target_entry_id)) {
    target = numbers_in(mailbox, *entry_id).value_or(OriginalId{});
  }
  if (target.folder == 0) return std::optional<OriginalId>();
  const auto there = is_folder(mailbox, target.folder);
  if (!there) return there.error();
  // A copy must not be lost for a folder that is gone by now.
  if (!*there) target = {mailbox.special(SpecialFolder::sent_items), 0};
  return std::optional(target);
}

Outcome<void> save_sent_copy(Mailbox& mailbox, const store::Content& submitted, OriginalId target,
                             std::string_view key) {
  store::Content content = submitted;
  erase_submission(content.properties);
  change_flags(content.properties, mf_from_me, flags_of_submission);
  if (const auto* time = content.properties.get<wire::FileTime>(oxprops::pid_tag_client_submit_time)) {
    content.properties.set(oxprops::pid_tag_message_delivery_time, wire::FileTime(*time));
  }
  store::MessageWrite write = message_write(mailbox, std::move(content), {target.folder, false, true});
  write.number = target.message;
  auto saved = mailbox.deliver_message(write, key, false);
  if (!saved && saved.error() == ErrorCode::not_found && write.number != 0) {
    write.number = 0;  // nobody has reserved it
    saved = mailbox.deliver_message(write, key, false);
  }
  if (!saved) return saved.error();
  return {};
}

}  // namespace

Outcome<MessageNumber> save_outgoing(Mailbox& mailbox, store::Content content, FolderNumber original_folder,
                                     MessageNumber original) {
  content.properties.set(original_tag, message_entry_id(mailbox, original_folder, original));
  const auto saved =
      mailbox.save_message(message_write(mailbox, std::move(content), {outgoing_folder(mailbox)}));
  if (!saved) return saved.error();
  return saved->number;
}

Outcome<SavedOnce> save_outgoing_once(Mailbox& mailbox, store::Content content, std::string_view key) {
  // What somebody else has sent must not say what becomes of messages here.
  erase_submission(content.properties);
  wire::Bytes attempt(16);
  mailbox.services().random.fill(attempt);
  content.properties.set(attempt_tag, attempt);
  const auto saved = mailbox.deliver_message(
      message_write(mailbox, std::move(content), {outgoing_folder(mailbox)}), key, false);
  if (!saved) return saved.error();
  SavedOnce result{SavedOnce::State::was_there_and_is_gone, saved->number};
  const auto listed =
      mailbox.store().list_messages(std::span(&saved->number, 1), [&](const store::MessageRow& row) {
        const auto kept = row.properties.value(id_of(attempt_tag));
        const auto* bytes = kept ? std::get_if<wire::Bytes>(&kept->value) : nullptr;
        const bool mine = bytes && *bytes == attempt;
        result.state = mine ? SavedOnce::State::saved : SavedOnce::State::was_there;
        return store::Scan::stop;
      });
  if (!listed) return mailbox.failed(listed.error());
  return result;
}

Outcome<std::optional<OutgoingMessage>> load_outgoing(Mailbox& mailbox, MessageNumber number) {
  std::optional<OutgoingMessage> nothing;
  auto record = mailbox.store().message(number);
  if (!record) {
    if (record.error().fault == store::StoreFault::not_found) return nothing;
    return mailbox.failed(record.error());
  }
  auto attachments = mailbox.store().attachments(number);
  if (!attachments) {
    if (attachments.error().fault == store::StoreFault::not_found) return nothing;
    return mailbox.failed(attachments.error());
  }
  OutgoingMessage message;
  message.number = number;
  record->properties.erase(id_of(attempt_tag));
  if (const auto* entry_id = record->properties.get<wire::Bytes>(original_tag)) {
    const OriginalId original = numbers_in(mailbox, *entry_id).value_or(OriginalId{});
    message.original_folder = original.folder;
    message.original = original.message;
  }
  message.content = {std::move(record->properties), std::move(record->recipients), std::move(*attachments)};
  return std::optional(std::move(message));
}

Outcome<void> delete_outgoing(Mailbox& mailbox, MessageNumber number) {
  const auto deleted = mailbox.delete_messages(std::span(&number, 1), outgoing_folder(mailbox), true);
  if (!deleted) return deleted.error();
  return {};
}

Outcome<std::vector<OutgoingEntry>> list_outgoing(Mailbox& mailbox) {
  std::vector<OutgoingEntry> entries;
  store::MessageQuery query;
  query.folder = outgoing_folder(mailbox);
  const auto listed = mailbox.store().list_messages(query, [&](const store::MessageRow& row) {
    OutgoingEntry entry{row.number, 0, row.properties.contains(id_of(attempt_tag)), row.created};
    const auto kept = row.properties.value(id_of(original_tag));
    if (const auto* entry_id = kept ? std::get_if<wire::Bytes>(&kept->value) : nullptr) {
      entry.original = numbers_in(mailbox, *entry_id).value_or(OriginalId{}).message;
    }
    entries.push_back(entry);
    return store::Scan::go_on;
  });
  if (!listed) return mailbox.failed(listed.error());
  return entries;
}

Outcome<void> finish_original(Mailbox& mailbox, const OutgoingMessage& message, std::string_view key) {
  if (message.original == 0) return {};
  const Properties& properties = message.content.properties;
  const bool deleted = value_or(properties, oxprops::pid_tag_delete_after_submit, false);
  const auto target = target_of(mailbox, properties);
  if (!target) return target.error();
  if (!deleted && (!*target || (*target)->folder == message.original_folder)) {
    return set_submit_state(mailbox, message.original_folder, message.original, SubmitState::sent);
  }
  if (!deleted) {
    if (auto saved = save_sent_copy(mailbox, message.content, **target, key); !saved) return saved;
  }
  const auto gone = mailbox.delete_messages(std::span(&message.original, 1), message.original_folder, true);
  if (!gone) return gone.error();
  return {};
}

Outcome<void> keep_permitted_target(const Logon& logon, Properties& properties) {
  const auto target = target_of(logon.mailbox(), properties);
  if (!target) return target.error();
  if (!*target) return {};
  const auto may = logon.require((*target)->folder, right_create);
  if (!may && may.error() != ErrorCode::access_denied) return may.error();
  if (!may) {
    properties.erase(id_of(oxprops::pid_tag_sent_mail_svr_eid));
    properties.erase(id_of(oxprops::pid_tag_target_entry_id));
  }
  return {};
}

Outcome<void> mark_finished(Mailbox& mailbox, OutgoingMessage& message) {
  if (message.original == 0) return {};
  message.content = for_recipients(message);
  message.original = message.original_folder = 0;
  store::MessageWrite write = message_write(mailbox, message.content, {outgoing_folder(mailbox)});
  write.number = message.number;
  const auto saved = mailbox.save_message(write);
  if (!saved) return saved.error();
  return {};
}

store::Content for_recipients(const OutgoingMessage& message) {
  store::Content content = message.content;
  if (message.original == 0) return content;  // made by the gateway, which knows what it sends
  erase_submission(content.properties);
  erase_delivery(content.properties);
  std::erase_if(content.recipients, [](const store::Recipient& recipient) {
    return (recipient.type & recipient_kind_mask) == recipient_bcc;
  });
  for (store::Recipient& recipient : content.recipients) recipient.type &= recipient_kind_mask;
  return content;
}

Outcome<void> set_submit_state(Mailbox& mailbox, FolderNumber folder, MessageNumber number,
                               SubmitState state) {
  auto message = OpenMessage::open(gateway_logon(mailbox), folder, number, OpenMode::read_write, false);
  if (!message) {
    if (message.error() == ErrorCode::not_found) return {};
    return message.error();
  }
  const std::uint32_t set = state == SubmitState::submitted ? mf_submitted
                            : state == SubmitState::sent    ? mf_from_me
                                                            : mf_unsent;
  const std::uint32_t clear = state == SubmitState::sent ? flags_of_submission : mf_submitted & ~set;
  if (auto changed = (*message)->change_flags(set, clear); !changed) return changed;
  auto saved = (*message)->save(true);
  if (!saved && saved.error() == ErrorCode::object_deleted) return {};
  return saved;
}

}  // namespace mapigate::mailbox
