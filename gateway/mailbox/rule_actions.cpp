#include "gateway/mailbox/rule_actions.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/loop_trail.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/out_of_office.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/reports.hpp"
#include "gateway/mailbox/rule_mail.hpp"
#include "gateway/mailbox/subject.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxorule::ActionType;
using store::Properties;

namespace {

constexpr std::size_t max_rule_recipients = 256;

DeliveryFault fault_of(oxorule::BounceData::Code code) {
  switch (code) {
    case oxorule::BounceData::Code::message_too_large:
      return DeliveryFault::message_too_large;
    case oxorule::BounceData::Code::message_not_displayed:
      return DeliveryFault::not_displayed;
    case oxorule::BounceData::Code::delivery_denied:
      break;
  }
  return DeliveryFault::refused;
}

// The people whom a forward or delegate action names.
struct Recipients {
  std::vector<store::Recipient> rows;
  std::vector<std::string> addresses;
  std::optional<RuleError> error;
};
Recipients recipients_of(const oxorule::ForwardDelegateData& data, const directory::Directory& directory) {
  Recipients recipients;
  if (data.recipient_blocks.size() > max_rule_recipients) {
    recipients.error = RuleError::too_many_recipients;
    return recipients;
  }
  for (const auto& block : data.recipient_blocks) {
    Properties properties;
    for (const auto& value : block.property_values) properties.set(value.tag, value.value);
    const auto address = address_in(properties, recipient_tags, directory);
    const auto person = person_in(properties, recipient_tags, directory);
    if (!address || !person) {
      recipients.error = RuleError::execution;
      return recipients;
    }
    recipients.rows.push_back(recipient_of(*person, recipient_to));
    recipients.addresses.push_back(address->smtp_address);
  }
  return recipients;
}

}  // namespace

Outcome<std::optional<RuleError>> RuleMailer::carry_out(const SendingAction& action, std::string_view key) {
  switch (action.block.type) {
    case ActionType::reply:
    case ActionType::oof_reply:
      return reply(action, key);
    case ActionType::forward:
      return forward(action, key);
    case ActionType::delegate:
      return delegate(action, key);
    case ActionType::bounce:
      return bounce(action, key);
    default:
      return std::optional(RuleError::generic);
  }
}

RuleMailer::Result RuleMailer::send(const SendingAction& action, store::Content content,
                                    std::vector<std::string> recipients, std::string sender,
                                    std::string key) {
  // What the message has come through stays with it, whatever is made of it.
  auto trail = loop_trail(parts_.mailbox, action.content->properties);
  if (!trail) return trail.error();
  trail->push_back(parts_.owner.address);
  for (const std::string& address : *trail) {
    const auto known = loop_trail(parts_.mailbox, content.properties);
    if (!known) return known.error();
    if (std::ranges::find(*known, address) != known->end()) continue;
    if (auto extended = extend_loop_trail(parts_.mailbox, content.properties, address); !extended)
      return extended.error();
  }
  const auto sent = parts_.postman.send(
      parts_.mailbox, {std::move(content), std::move(sender), std::move(recipients), std::move(key)});
  if (!sent) {
    // A fault of the rule rather than of the disk.
    if (sent.error() == ErrorCode::message_too_big || sent.error() == ErrorCode::too_many_recips)
      return std::optional(RuleError::execution);
    return sent.error();
  }
  return std::optional<RuleError>();
}

// RFC 3834 section 2, [MS-OXOMSG] section 2.2.1.77: programs do not answer programs.
bool RuleMailer::may_reply(const SendingAction& action) const {
  const Properties& message = action.content->properties;
  const bool out_of_office = action.block.type == ActionType::oof_reply;
  const std::uint32_t suppressed = suppressed_responses(message);
  if ((suppressed & (out_of_office ? suppress_out_of_office : suppress_auto_reply)) != 0) return false;
  return !is_report(message) && !is_made_by_program(message) &&
         (!out_of_office || value_or(message, oxprops::pid_tag_message_recipient_me, false));
}

RuleMailer::Result RuleMailer::reply(const SendingAction& action, std::string_view key) {
  if (!may_reply(action)) return std::optional<RuleError>();
  const Properties& message = action.content->properties;
  auto replies_to = address_in(message, represented_tags, parts_.directory);
  if (!replies_to) replies_to = address_in(message, sender_tags, parts_.directory);
  if (!replies_to || equal_ignoring_case(replies_to->smtp_address, parts_.owner.address))
    return std::optional<RuleError>();
  const auto trail = loop_trail(parts_.mailbox, message);
  if (!trail) return trail.error();
  if (!may_send_on(*trail, parts_.owner.address)) return std::optional<RuleError>();

  auto reply = reply_template(action);
  if (!reply) return reply.error();
  if (!*reply) return std::optional(RuleError::reply_template);
  std::vector<std::string> recipients;
  if ((action.block.flavor & oxorule::reply_not_to_sender) != 0) {
    for (const store::Recipient& recipient : (*reply)->recipients) {
      const auto address = address_in(recipient.properties, recipient_tags, parts_.directory);
      if (address) recipients.push_back(address->smtp_address);
    }
    if (recipients.empty()) return std::optional(RuleError::reply_template);
  } else {
    const std::u16string name = text_of(message, oxprops::pid_tag_sent_representing_name, max_subject);
    const Person person =
        replies_to->user ? person_of(*replies_to->user) : person_of(replies_to->smtp_address, name);
    (*reply)->recipients = {recipient_of(person, recipient_to)};
    recipients.push_back(replies_to->smtp_address);
  }
  complete_reply(action, **reply);

  std::string reply_key(key);
  if (action.block.type == ActionType::oof_reply || is_kept_in_history(action.origin.state)) {
    auto once = out_of_office_key(parts_.mailbox, action.origin.rule, replies_to->smtp_address);
    if (!once) return once.error();
    reply_key = std::move(*once);
  }
  // Nobody is told where an automatic reply does not arrive.
  return send(action, std::move(**reply), std::move(recipients), {}, std::move(reply_key));
}

// Nothing where it is not what the rule says that it is.
Outcome<std::optional<store::Content>> RuleMailer::reply_template(const SendingAction& action) const {
  if ((action.block.flavor & oxorule::reply_stock_text) != 0) {
    store::Content content;
    content.properties.set(oxprops::pid_tag_message_class, std::u16string(reply_class));
    content.properties.set(oxprops::pid_tag_body, stock_reply(parts_.owner));
    return std::optional(std::move(content));
  }
  std::optional<MessageNumber> number;
  wire::Guid guid;
  if (const auto* standard = std::get_if<oxorule::ReplyData>(&action.block.data)) {
    number = number_of(standard->reply_template_mid);
    guid = standard->reply_template_guid;
  } else if (const auto* extended = std::get_if<oxorule::ExtendedReplyData>(&action.block.data)) {
    number = message_of_entry_id(parts_.mailbox, extended->reply_template_message_eid);
    guid = extended->reply_template_guid;
  }
  std::optional<store::Content> nothing;
  if (!number) return nothing;
  return load_reply_template(parts_.mailbox, *number, guid);
}

void RuleMailer::complete_reply(const SendingAction& action, store::Content& reply) const {
  const Properties& message = action.content->properties;
  Properties& properties = reply.properties;
  const bool out_of_office = action.block.type == ActionType::oof_reply;
  begin_mail(parts_.mailbox, properties, parts_.owner);
  const bool has_subject = !text_of(properties, oxprops::pid_tag_normalized_subject, 1).empty();
  const std::u16string original = text_of(message, oxprops::pid_tag_normalized_subject, max_subject);
  if (out_of_office) {
    set_subject(properties, u"Automatic reply: " + original);
  } else if (!has_subject) {
    set_subject(properties, u"RE: " + original);
  }
  properties.set(oxprops::pid_tag_auto_response_suppress, std::int32_t{-1});
  set_reply_to(parts_.mailbox, message, properties);
}

RuleMailer::Result RuleMailer::forward(const SendingAction& action, std::string_view key) {
  const std::uint32_t flavor = action.block.flavor;
  const Properties& message = action.content->properties;
  // No phone can be reached from here.
  if ((flavor & oxorule::forward_as_text_message) != 0) return std::optional(RuleError::execution);
  if (value_or(message, oxprops::pid_tag_recipient_reassignment_prohibited, false))
    return std::optional<RuleError>();
  const auto trail = loop_trail(parts_.mailbox, message);
  if (!trail) return trail.error();
  if (!may_send_on(*trail, parts_.owner.address)) return std::optional<RuleError>();
  auto recipients =
      recipients_of(std::get<oxorule::ForwardDelegateData>(action.block.data), parts_.directory);
  if (recipients.error) return recipients.error;

  store::Content mail = (flavor & oxorule::forward_as_attachment) != 0
                            ? as_attachment(parts_.mailbox, *action.content)
                            : *action.content;
  complete_forward(flavor, *action.content, mail);
  if ((flavor & oxorule::forward_no_changes) == 0) mail.recipients = std::move(recipients.rows);
  return send(action, std::move(mail), std::move(recipients.addresses), parts_.owner.address,
              std::string(key));
}

void RuleMailer::complete_forward(std::uint32_t flavor, const store::Content& original,
                                  store::Content& mail) const {
  Properties& properties = mail.properties;
  const bool no_changes = (flavor & oxorule::forward_no_changes) != 0;
  erase_delivery(properties);
  if ((flavor & oxorule::forward_preserve_sender) == 0 && !no_changes) {
    begin_mail(parts_.mailbox, properties, parts_.owner);
  }
  if (!no_changes) {
    set_subject(properties,
                u"FW: " + text_of(original.properties, oxprops::pid_tag_normalized_subject, max_subject));
  }
  properties.set(oxprops::pid_tag_auto_forwarded, true);
}

// Section 2.2.5.1.2.4: as it is, and marked as one that was delivered for somebody else.
RuleMailer::Result RuleMailer::delegate(const SendingAction& action, std::string_view key) {
  const Properties& message = action.content->properties;
  if (value_or(message, oxprops::pid_tag_delegated_by_rule, false)) return std::optional<RuleError>();
  const auto trail = loop_trail(parts_.mailbox, message);
  if (!trail) return trail.error();
  if (!may_send_on(*trail, parts_.owner.address)) return std::optional<RuleError>();
  auto recipients =
      recipients_of(std::get<oxorule::ForwardDelegateData>(action.block.data), parts_.directory);
  if (recipients.error) return recipients.error;
  store::Content mail = *action.content;
  erase_delivery(mail.properties);
  set_person(mail.properties, received_for_tags, person_of(parts_.owner));
  mail.properties.set(oxprops::pid_tag_delegated_by_rule, true);
  return send(action, std::move(mail), std::move(recipients.addresses), parts_.owner.address,
              std::string(key));
}

RuleMailer::Result RuleMailer::bounce(const SendingAction& action, std::string_view key) {
  const Properties& message = action.content->properties;
  if (is_report(message) || (suppressed_responses(message) & suppress_non_delivery_report) != 0)
    return std::optional<RuleError>();
  auto sender = address_in(message, sender_tags, parts_.directory);
  if (!sender) sender = address_in(message, represented_tags, parts_.directory);
  if (!sender) return std::optional<RuleError>();
  const store::Recipient recipient = recipient_of(person_of(parts_.owner), recipient_to);
  const Reported reported{*action.content, recipient, reporter_of(parts_.owner.domain())};
  store::Content report = non_delivery_report(
      parts_.mailbox, reported, fault_of(std::get<oxorule::BounceData>(action.block.data).bounce_code));
  return send(action, std::move(report), {sender->smtp_address}, {}, std::string(key));
}

}  // namespace mapigate::mailbox
