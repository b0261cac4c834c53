#include "gateway/mailbox/reports.hpp"

#include <fmt/core.h>

#include <array>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/rule_mail.hpp"
#include "gateway/mailbox/subject.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using store::Properties;

namespace {

// Codes of X.411 as MAPI has them: PidTagNonDeliveryReportReasonCode and PidTagNonDeliveryReportDiagCode.
constexpr std::int32_t transfer_failed = 0;
constexpr std::int32_t no_diagnostic = -1;
constexpr std::int32_t unrecognized_name = 0;
constexpr std::int32_t loop_detected = 3;
constexpr std::int32_t recipient_unavailable = 4;
constexpr std::int32_t maximum_time_expired = 5;
constexpr std::int32_t content_too_long = 7;

struct Fault {
  std::string_view status;
  std::int32_t diagnostic;
  std::string_view text;
};
// In the order of DeliveryFault.
constexpr std::array<Fault, 8> faults{{
    {"5.1.1", unrecognized_name, "Nobody has this address."},
    {"5.2.2", recipient_unavailable, "The mailbox of the recipient is full."},
    {"5.3.4", content_too_long, "The message is larger than the recipient accepts."},
    {"5.7.1", no_diagnostic, "The recipient does not accept this message."},
    {"5.6.0", no_diagnostic, "The recipient's mail program could not display the message."},
    {"5.4.6", loop_detected, "The message came back to where it had been before."},
    {"4.4.7", maximum_time_expired, "The message could not be delivered within the time allowed."},
    {"5.3.0", no_diagnostic, "The message could not be delivered."},
}};
const Fault& fault_of(DeliveryFault fault) { return faults[static_cast<std::size_t>(fault)]; }

constexpr std::size_t max_text = 4096;

// [MS-OXCMAIL]: 100 times the class, 10 times the subject, and the detail.
std::int32_t status_number(std::string_view status) {
  return (status[0] - '0') * 100 + (status[2] - '0') * 10 + (status[4] - '0');
}

std::u16string class_of(const Properties& message) {
  const std::u16string message_class = text_of(message, oxprops::pid_tag_message_class, max_text);
  return message_class.empty() ? u"IPM.Note" : message_class;
}

std::u16string subject_of(const Properties& message) {
  return text_of(message, oxprops::pid_tag_subject_prefix, max_subject) +
         text_of(message, oxprops::pid_tag_normalized_subject, max_subject);
}

void copy(const Properties& from, PropertyTag source, Properties& to, PropertyTag target) {
  const store::Property* property = from.find(id_of(source));
  if (!property || property->tag != source) return;
  store::Property renamed = *property;
  renamed.tag = target;
  to.set(std::move(renamed));
}

// What a report says of the message that it is about.
void set_original(const Properties& message, Properties& report) {
  copy(message, oxprops::pid_tag_client_submit_time, report, oxprops::pid_tag_original_submit_time);
  copy(message, oxprops::pid_tag_message_delivery_time, report, oxprops::pid_tag_original_delivery_time);
  copy(message, oxprops::pid_tag_display_to, report, oxprops::pid_tag_original_display_to);
  copy(message, oxprops::pid_tag_display_cc, report, oxprops::pid_tag_original_display_cc);
  copy(message, oxprops::pid_tag_sender_name, report, oxprops::pid_tag_original_sender_name);
  copy(message, oxprops::pid_tag_sender_entry_id, report, oxprops::pid_tag_original_sender_entry_id);
  copy(message, oxprops::pid_tag_internet_message_id, report, oxprops::pid_tag_original_message_id);
  copy(message, oxprops::pid_tag_internet_message_id, report, oxprops::pid_tag_in_reply_to_id);
  // The report is found by these ([MS-OXOMSG] sections 2.2.2.14 and 2.2.2.22).
  copy(message, oxprops::pid_tag_search_key, report, oxprops::pid_tag_parent_key);
  copy(message, oxprops::pid_tag_report_tag, report, oxprops::pid_tag_report_tag);
  for (const PropertyTag tag : {oxprops::pid_tag_conversation_topic, oxprops::pid_tag_conversation_index,
                                oxprops::pid_tag_conversation_index_tracking, oxprops::pid_tag_importance}) {
    copy(message, tag, report, tag);
  }
  report.set(oxprops::pid_tag_original_subject, subject_of(message));
  report.set(oxprops::pid_tag_original_message_class, class_of(message));
}

struct Kind {
  std::u16string_view suffix;   // of the message class
  std::u16string_view subject;  // in front of that of the message
};

// [MS-OXOMSG] section 2.2.2.2: "REPORT." in front of the class, and what has become of the message behind it.
store::Content begin(Mailbox& mailbox, const Reported& reported, const Kind& kind, std::string_view text) {
  store::Content report;
  Properties& properties = report.properties;
  set_original(reported.message.properties, properties);
  properties.set(oxprops::pid_tag_message_class,
                 u"REPORT." + class_of(reported.message.properties) + std::u16string(kind.suffix));
  set_subject(properties, std::u16string(kind.subject) + subject_of(reported.message.properties));
  const wire::FileTime now{mailbox.now()};
  properties.set(oxprops::pid_tag_report_time, now);
  properties.set(oxprops::pid_tag_client_submit_time, now);
  properties.set(oxprops::pid_tag_report_text, wire::to_utf16(text));
  properties.set(oxprops::pid_tag_body, wire::to_utf16(text));
  // Nothing answers a report.
  properties.set(oxprops::pid_tag_auto_response_suppress, std::int32_t{-1});
  set_person(properties, sender_tags, reported.reporter);
  set_person(properties, represented_tags, reported.reporter);
  return report;
}

std::string name_of(const store::Recipient& recipient) {
  const std::string name =
      wire::to_utf8(text_of(recipient.properties, oxprops::pid_tag_display_name, max_text));
  const std::string address =
      wire::to_utf8(text_of(recipient.properties, oxprops::pid_tag_smtp_address, max_text));
  if (name.empty() || name == address) return address;
  return address.empty() ? name : fmt::format("{} <{}>", name, address);
}

bool flag(const Properties& message, PropertyTag tag) { return value_or(message, tag, false); }

void attach(Mailbox& mailbox, const store::Content& message, store::Content& report) {
  // Deeper ones are not kept: the report says enough without it.
  if (embedding_depth(message) + 1 > mailbox.services().limits.embedding_depth) return;
  report.attachments = as_attachment(mailbox, message).attachments;
}

}  // namespace

std::string_view status_code(DeliveryFault fault) { return fault_of(fault).status; }
std::string_view explanation(DeliveryFault fault) { return fault_of(fault).text; }

store::Content non_delivery_report(Mailbox& mailbox, const Reported& reported, DeliveryFault fault) {
  const Fault& why = fault_of(fault);
  const std::string text = fmt::format("Your message could not be delivered to {}.\r\n\r\n{}\r\n\r\n#{}\r\n",
                                       name_of(reported.recipient), why.text, why.status);
  store::Content report = begin(mailbox, reported, {u".NDR", u"Undeliverable: "}, text);
  store::Recipient recipient = reported.recipient;
  Properties& properties = recipient.properties;
  properties.set(oxprops::pid_tag_non_delivery_report_reason_code, transfer_failed);
  properties.set(oxprops::pid_tag_non_delivery_report_diag_code, why.diagnostic);
  properties.set(oxprops::pid_tag_non_delivery_report_status_code, status_number(why.status));
  properties.set(oxprops::pid_tag_supplementary_info, wire::to_utf16(fmt::format("<#{}>", why.status)));
  properties.set(oxprops::pid_tag_report_time, wire::FileTime{mailbox.now()});
  properties.set(oxprops::pid_tag_report_text, wire::to_utf16(text));
  report.recipients.push_back(std::move(recipient));
  attach(mailbox, reported.message, report);
  return report;
}

store::Content delivery_report(Mailbox& mailbox, const Reported& reported) {
  const std::string text = fmt::format("Your message was delivered to {}.\r\n", name_of(reported.recipient));
  store::Content report = begin(mailbox, reported, {u".DR", u"Delivered: "}, text);
  store::Recipient recipient = reported.recipient;
  recipient.properties.set(oxprops::pid_tag_deliver_time, wire::FileTime{mailbox.now()});
  recipient.properties.set(oxprops::pid_tag_report_time, wire::FileTime{mailbox.now()});
  report.recipients.push_back(std::move(recipient));
  return report;
}

store::Content read_receipt(Mailbox& mailbox, const Reported& reported, bool read) {
  const std::string_view fate = read ? "read" : "deleted without being read";
  const std::string text = fmt::format("Your message to {} was {}.\r\n", name_of(reported.recipient), fate);
  const Kind kind = read ? Kind{u".IPNRN", u"Read: "} : Kind{u".IPNNRN", u"Not read: "};
  store::Content report = begin(mailbox, reported, kind, text);
  const wire::FileTime now{mailbox.now()};
  if (read) report.properties.set(oxprops::pid_tag_receipt_time, now);
  return report;
}

std::uint32_t suppressed_responses(const Properties& message) {
  return static_cast<std::uint32_t>(
      value_or(message, oxprops::pid_tag_auto_response_suppress, std::int32_t{0}));
}

bool is_report(const Properties& message) {
  const std::string message_class = wire::to_utf8(class_of(message));
  return equal_ignoring_case(std::string_view(message_class).substr(0, 7), "REPORT.");
}

bool wants_delivery_report(const Properties& message) {
  return flag(message, oxprops::pid_tag_originator_delivery_report_requested) && !is_report(message) &&
         (suppressed_responses(message) & suppress_delivery_report) == 0;
}

bool wants_read_receipt(const Properties& message, bool read) {
  if (is_report(message)) return false;
  if (read) {
    return flag(message, oxprops::pid_tag_read_receipt_requested) &&
           (suppressed_responses(message) & suppress_read_receipt) == 0;
  }
  return (flag(message, oxprops::pid_tag_non_receipt_notification_requested) ||
          flag(message, oxprops::pid_tag_read_receipt_requested)) &&
         (suppressed_responses(message) & suppress_not_read_receipt) == 0;
}

Person reporter_of(std::string_view domain) {
  return person_of(fmt::format("postmaster@{}", domain), u"Mail Delivery System");
}

}  // namespace mapigate::mailbox
