#include "gateway/mailbox/delivery.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/deferred_actions.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/people.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/rule_actions.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using store::Properties;

namespace {

constexpr std::size_t max_class = 256;

// The owner as one of the recipients: recipient_to, recipient_cc, or recipient_bcc where the message does not
// name them.
std::uint8_t role_of(const directory::User& owner, const std::vector<store::Recipient>& recipients,
                     const directory::Directory& directory) {
  std::uint8_t role = recipient_bcc;
  for (const store::Recipient& recipient : recipients) {
    const auto address = address_in(recipient.properties, recipient_tags, directory);
    if (!address || !address->user || address->user->mailbox_guid != owner.mailbox_guid) continue;
    role = std::min<std::uint8_t>(role, recipient.type & recipient_kind_mask);
  }
  return role;
}

void set_delivery(Mailbox& mailbox, const directory::User& owner, const directory::Directory& directory,
                  store::Content& content) {
  Properties& properties = content.properties;
  const Person person = person_of(owner);
  set_person(properties, received_by_tags, person);
  if (!has_person(properties, received_for_tags)) set_person(properties, received_for_tags, person);
  properties.set(oxprops::pid_tag_message_delivery_time, wire::FileTime{mailbox.now()});
  const std::uint8_t role = role_of(owner, content.recipients, directory);
  properties.set(oxprops::pid_tag_message_to_me, role == recipient_to);
  properties.set(oxprops::pid_tag_message_cc_me, role == recipient_cc);
  properties.set(oxprops::pid_tag_message_recipient_me, role == recipient_to || role == recipient_cc);
}

bool is_beginning_of(std::string_view beginning, std::string_view message_class) {
  return equal_ignoring_case(message_class.substr(0, beginning.size()), beginning) &&
         (beginning.empty() || message_class.size() == beginning.size() ||
          message_class[beginning.size()] == '.');
}

RulePlan without_rules(FolderNumber folder, store::Content content) {
  RulePlan plan;
  plan.destinations.push_back({folder, std::make_shared<const store::Content>(std::move(content)), false});
  return plan;
}

}  // namespace

Outcome<store::ReceiveFolder> receive_folder(Mailbox& mailbox, std::string_view message_class) {
  auto entries = mailbox.store().receive_folders();
  if (!entries) return mailbox.failed(entries.error());
  store::ReceiveFolder best{"", mailbox.special(SpecialFolder::inbox), 0};
  for (store::ReceiveFolder& entry : *entries) {
    if (entry.message_class.size() >= best.message_class.size() &&
        is_beginning_of(entry.message_class, message_class)) {
      best = std::move(entry);
    }
  }
  return best;
}

Outcome<std::uint64_t> mailbox_size(Mailbox& mailbox) {
  const FolderNumber root =
      mailbox.special(mailbox.is_public() ? SpecialFolder::public_root : SpecialFolder::root);
  const auto folders = mailbox.store().folders(root, true, false);
  if (!folders) return mailbox.failed(folders.error());
  std::uint64_t size = 0;
  for (const store::FolderRecord& folder : *folders) {
    // What a search folder shows is counted where it is.
    if (folder.kind == store::FolderKind::search) continue;
    size += folder.counts.size + folder.counts.associated_size;
  }
  return size;
}

Outcome<std::optional<DeliveryFault>> Delivery::refusal(Mailbox& mailbox, const IncomingMail& mail) const {
  std::optional<DeliveryFault> fault;
  if (mail.report) return fault;
  const MessageLimits& limits = mailbox.services().limits;
  if (content_size(mail.content) > limits.size || mail.content.attachments.size() > limits.attachments ||
      embedding_depth(mail.content) > limits.embedding_depth) {
    fault = DeliveryFault::message_too_large;
  } else if (parts_.quotas.full != 0) {
    const auto size = mailbox_size(mailbox);
    if (!size) return size.error();
    if (*size >= parts_.quotas.full) fault = DeliveryFault::mailbox_full;
  }
  return fault;
}

Outcome<Delivery::Result> Delivery::deliver(Mailbox& mailbox, const directory::User& owner,
                                            IncomingMail mail) const {
  const auto refused = refusal(mailbox, mail);
  if (!refused) return refused.error();
  if (*refused) return Result{*refused, {}};

  set_delivery(mailbox, owner, parts_.directory, mail.content);
  const std::string message_class =
      wire::to_utf8(text_of(mail.content.properties, oxprops::pid_tag_message_class, max_class));
  const auto place = receive_folder(mailbox, message_class);
  if (!place) return place.error();
  store::Content content = message_write(mailbox, std::move(mail.content), {place->folder}).content;
  auto plan = mail.report ? Outcome<RulePlan>(without_rules(place->folder, std::move(content)))
                          : plan_rules(mailbox, place->folder, std::move(content));
  if (!plan) return plan.error();
  const auto delivered = execute(mailbox, owner, *plan, mail.key);
  if (!delivered) return delivered.error();
  return Result{std::nullopt, *delivered};
}

// Each step has a key made of that of the delivery: what was done before the process ended is not done again.
Outcome<DeliveredMail> Delivery::execute(Mailbox& mailbox, const directory::User& owner, const RulePlan& plan,
                                         const std::string& key) const {
  DeliveredMail first;
  std::vector<RuledPlace> places;
  for (const RuleDestination& destination : plan.destinations) {
    const bool is_first = places.empty();
    const auto saved = mailbox.deliver_message(
        message_write(mailbox, *destination.content, {destination.folder, false, destination.read}),
        is_first ? key : fmt::format("{}/f{}", key, destination.folder));
    if (!saved) return saved.error();
    places.push_back({destination.folder, saved->number});
    if (is_first) first = {destination.folder, saved->number};
  }
  // Rules of a folder that the message has left speak of where it is now.
  const auto place_for = [&](FolderNumber folder) {
    const auto found = std::ranges::find(places, folder, &RuledPlace::folder);
    return found != places.end() ? *found : RuledPlace{first.folder, first.message};
  };
  for (std::size_t i = 0; i < plan.deferred.size() && !places.empty(); ++i) {
    const DeferredActions& actions = plan.deferred[i];
    if (auto saved =
            save_deferred_actions(mailbox, actions, place_for(actions.folder), fmt::format("{}/d{}", key, i));
        !saved) {
      return saved.error();
    }
  }
  std::vector<RuleFailure> failures = plan.failures;
  RuleMailer mailer({mailbox, owner, parts_.directory, parts_.postman});
  for (const SendingAction& action : plan.sending) {
    const auto failed = mailer.carry_out(
        action, fmt::format("{}/s{}.{}.{}", key, action.origin.folder, action.origin.rule, action.number));
    if (!failed) return failed.error();
    if (*failed) failures.push_back({action.origin, **failed, action.block.type, action.number});
  }
  for (const RuleFailure& failure : failures) {
    const std::string failure_key = fmt::format("{}/e{}.{}", key, failure.origin.folder, failure.origin.rule);
    if (auto saved = save_rule_failure(mailbox, failure, place_for(failure.origin.folder), failure_key);
        !saved) {
      return saved.error();
    }
  }
  return first;
}

}  // namespace mapigate::mailbox
