#include "gateway/mailbox/rule_mail.hpp"

#include <fmt/core.h>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/people.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/subject.hpp"
#include "protocol/oxomsg/conversation_index.hpp"
#include "protocol/oxorule/rule_state.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/utf16.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using store::Properties;

namespace {

constexpr std::size_t max_class = 256;
constexpr std::size_t max_headers = 65536;
// What a message may have been through, each level being a reply to the one before.
constexpr std::size_t max_response_levels = 500;

bool begins_with(std::string_view text, std::string_view beginning) {
  return equal_ignoring_case(text.substr(0, beginning.size()), beginning);
}

std::string class_of(const Properties& message) {
  return wire::to_utf8(text_of(message, oxprops::pid_tag_message_class, max_class));
}

bool is_automatic(std::string_view line) {
  for (const std::string_view field : {"list-id:", "list-unsubscribe:", "list-post:"}) {
    if (begins_with(line, field)) return true;
  }
  const auto value_of = [&](std::string_view field) {
    return begins_with(line, field) ? trim(line.substr(field.size())) : std::string_view();
  };
  const std::string_view submitted = value_of("auto-submitted:");
  if (!submitted.empty() && !equal_ignoring_case(submitted, "no")) return true;
  const std::string_view precedence = value_of("precedence:");
  for (const std::string_view bulk : {"bulk", "list", "junk"}) {
    if (equal_ignoring_case(precedence, bulk)) return true;
  }
  return false;
}

}  // namespace

std::u16string stock_reply(const directory::User& owner) {
  return wire::to_utf16(
      fmt::format("This is an automatic reply. {} has received your message.\r\n", owner.display_name));
}

bool is_kept_in_history(std::uint32_t rule_state) { return (rule_state & oxorule::st_keep_oof_hist) != 0; }

bool is_made_by_program(const Properties& message) {
  if (begins_with(class_of(message), "IPM.Note.rules.")) return true;
  const std::string headers =
      wire::to_utf8(text_of(message, oxprops::pid_tag_transport_message_headers, max_headers));
  std::string_view rest = headers;
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    if (is_automatic(trim(rest.substr(0, end)))) return true;
    if (end == rest.npos) break;
    rest.remove_prefix(end + 1);
  }
  return false;
}

Outcome<std::optional<store::Content>> load_reply_template(Mailbox& mailbox, MessageNumber number,
                                                           const wire::Guid& guid) {
  std::optional<store::Content> nothing;
  auto record = mailbox.store().message(number);
  if (!record) {
    if (record.error().fault == store::StoreFault::not_found) return nothing;
    return mailbox.failed(record.error());
  }
  if (record->contents != store::Contents::associated) return nothing;
  if (!begins_with(class_of(record->properties), "IPM.Note.rules.")) return nothing;
  const auto id = value_or(record->properties, oxprops::pid_tag_reply_template_id, wire::Bytes());
  if (!guid.is_nil() && !std::ranges::equal(id, guid.bytes)) return nothing;
  auto attachments = mailbox.store().attachments(number);
  if (!attachments) return mailbox.failed(attachments.error());
  record->properties.erase(id_of(oxprops::pid_tag_reply_template_id));
  return std::optional<store::Content>(
      store::Content{std::move(record->properties), std::move(record->recipients), std::move(*attachments)});
}

std::u16string new_message_id(Mailbox& mailbox, std::string_view domain) {
  return wire::to_utf16(fmt::format("<{}@{}>", mailbox.services().random.hex(16), domain));
}

void begin_mail(Mailbox& mailbox, Properties& mail, const directory::User& owner) {
  const Person person = person_of(owner);
  set_person(mail, sender_tags, person);
  set_person(mail, represented_tags, person);
  mail.set(oxprops::pid_tag_client_submit_time, wire::FileTime{mailbox.now()});
  mail.set(oxprops::pid_tag_internet_message_id, new_message_id(mailbox, owner.domain()));
  mail.set(oxprops::pid_tag_search_key, new_search_key(mailbox));
  for (const auto tag :
       {oxprops::pid_tag_originator_delivery_report_requested, oxprops::pid_tag_read_receipt_requested,
        oxprops::pid_tag_non_receipt_notification_requested, oxprops::pid_tag_transport_message_headers,
        oxprops::pid_tag_report_tag}) {
    mail.erase(id_of(tag));
  }
  erase_person(mail, read_receipt_tags);
  erase_delivery(mail);
}

void set_reply_to(Mailbox& mailbox, const Properties& message, Properties& mail) {
  if (const auto* id = message.get<std::u16string>(oxprops::pid_tag_internet_message_id)) {
    mail.set(oxprops::pid_tag_in_reply_to_id, *id);
  }
  const std::u16string topic = text_of(message, oxprops::pid_tag_conversation_topic, max_subject);
  const std::u16string subject = text_of(message, oxprops::pid_tag_normalized_subject, max_subject);
  mail.set(oxprops::pid_tag_conversation_topic, topic.empty() ? subject : topic);
  const auto* bytes = message.get<wire::Bytes>(oxprops::pid_tag_conversation_index);
  if (!bytes) return;
  auto index = wire::parse<oxomsg::ConversationIndex>(*bytes);
  if (!index || index->response_levels.size() >= max_response_levels) return;
  std::array<std::uint8_t, 1> random{};
  mailbox.services().random.fill(random);
  index->response_levels.push_back(
      oxomsg::ResponseLevel::at(index->time, wire::FileTime{mailbox.now()}, random[0]));
  if (auto written = wire::serialize(*index)) {
    mail.set(oxprops::pid_tag_conversation_index, std::move(*written));
  }
}

void erase_delivery(Properties& message) {
  erase_person(message, received_by_tags);
  erase_person(message, received_for_tags);
  for (const auto tag : {oxprops::pid_tag_message_delivery_time, oxprops::pid_tag_message_to_me,
                         oxprops::pid_tag_message_cc_me, oxprops::pid_tag_message_recipient_me,
                         oxprops::pid_tag_has_deferred_action_messages, oxprops::pid_tag_message_flags,
                         oxprops::pid_tag_creator_name, oxprops::pid_tag_creator_entry_id,
                         oxprops::pid_tag_last_modifier_name, oxprops::pid_tag_last_modifier_entry_id,
                         oxprops::pid_tag_local_commit_time, oxprops::pid_tag_delegated_by_rule}) {
    message.erase(id_of(tag));
  }
}

store::Content as_attachment(Mailbox& mailbox, const store::Content& message) {
  auto embedded = std::make_shared<store::Content>(message);
  complete(mailbox, *embedded, true);
  store::Content content;
  store::Attachment attachment;
  attachment.properties.set(oxprops::pid_tag_attach_method, attach_embedded_message);
  attachment.properties.set(
      oxprops::pid_tag_display_name,
      text_of(message.properties, oxprops::pid_tag_subject_prefix, max_subject) +
          text_of(message.properties, oxprops::pid_tag_normalized_subject, max_subject));
  attachment.properties.set(oxprops::pid_tag_rendering_position, std::int32_t{-1});
  attachment.embedded = std::move(embedded);
  content.attachments.push_back(std::move(attachment));
  return content;
}

}  // namespace mapigate::mailbox
