#include "gateway/mailbox/submission.hpp"

#include <fmt/core.h>

#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/outgoing_message.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/rule_mail.hpp"
#include "gateway/mailbox/send_time.hpp"
#include "gateway/mailbox/sender.hpp"
#include "gateway/mailbox/submission_messages.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using store::Properties;

namespace {

// [MS-OXOMSG] section 2.2.3.1: of a message that is sent again, this recipient has got it.
constexpr std::uint8_t recipient_has_it = 0x80;
// [MS-OXCSPAM] section 2.2.1.3: from somebody who has logged on here.
constexpr std::int32_t spam_level_internal = -1;
// Longer than a delivery is tried, whose rules may send something again.
constexpr store::Time kept_for_senders = std::uint64_t{7} * 86400 * 10'000'000;

std::string submission_id(const Mailbox& mailbox, MessageNumber copy) {
  return fmt::format("{}/{}", mailbox.identity().mailbox_guid.text(), copy);
}

std::uint32_t flags_of(const Properties& properties) {
  return static_cast<std::uint32_t>(value_or(properties, oxprops::pid_tag_message_flags, std::int32_t{0}));
}

bool is_associated(OpenMessage& message) {
  const auto associated = message.property(id_of(oxprops::pid_tag_associated));
  const bool* value = associated ? std::get_if<bool>(&associated->value) : nullptr;
  return value && *value;
}

}  // namespace

class Submission::Hold {
 public:
  Hold(Submission& submission, std::string id) : submission_(submission), id_(std::move(id)) {
    const std::lock_guard lock(submission_.mutex_);
    submission_.held_.insert(id_);
  }
  Hold(const Hold&) = delete;
  Hold& operator=(const Hold&) = delete;
  ~Hold() {
    {
      const std::lock_guard lock(submission_.mutex_);
      submission_.held_.erase(id_);
    }
    submission_.wake();
  }

 private:
  Submission& submission_;
  const std::string id_;
};

Submission::Submission(Parts parts)
    : parts_(parts), delivery_({parts.directory, parts.mailboxes.config().quotas, *this}) {}

Submission::~Submission() { stop(); }

store::Time Submission::now() const {
  return wire::FileTime::from(std::chrono::floor<wire::FileTime::Ticks>(parts_.clock.system_now())).ticks;
}

ErrorCode Submission::queue_failed(const store::StoreError& error) const {
  parts_.log(messages::queue_unavailable, error.message);
  return error_of(error);
}

Outcome<void> Submission::check(OpenMessage& message) const {
  Mailbox& mailbox = message.mailbox();
  if (mailbox.is_public() || message.is_embedded() || is_associated(message)) return ErrorCode::not_supported;
  if (!message.writable()) return ErrorCode::access_denied;
  const std::uint64_t quota = parts_.mailboxes.config().quotas.send;
  if (quota == 0) return {};
  const auto size = mailbox_size(mailbox);
  if (!size) return size.error();
  if (*size >= quota) return ErrorCode::quota_exceeded;
  return {};
}

Outcome<std::vector<std::string>> Submission::recipients_of(OpenMessage& message) const {
  const auto kept = message.kept_properties();
  if (!kept) return kept.error();
  const bool again = (flags_of(**kept) & mf_resend) != 0;
  const auto rows = message.recipients();
  if (!rows) return rows.error();
  std::set<std::string> known;
  std::vector<std::string> addresses;
  for (const store::Recipient& recipient : **rows) {
    const std::uint8_t kind = recipient.type & recipient_kind_mask;
    if (kind < recipient_to || kind > recipient_bcc) continue;
    if (again && (recipient.type & recipient_has_it) != 0) continue;
    auto address = address_in(recipient.properties, recipient_tags, parts_.directory);
    if (!address) return ErrorCode::invalid_recipients;
    if (known.insert(address->smtp_address).second) addresses.push_back(std::move(address->smtp_address));
  }
  if (addresses.empty()) return ErrorCode::no_recipients;
  return addresses;
}

// What the server sets ([MS-OXOMSG] section 3.2.5.1). Returns the address of who sends.
Outcome<std::string> Submission::stamp(OpenMessage& message, std::uint32_t locale) const {
  const auto senders = senders_of(message, parts_.directory, parts_.mailboxes);
  if (!senders) return senders.error();
  Properties properties;
  set_person(properties, sender_tags, senders->sender);
  set_person(properties, represented_tags, senders->represented);
  properties.set(oxprops::pid_tag_client_submit_time, wire::FileTime{now()});
  properties.set(oxprops::pid_tag_content_filter_spam_confidence_level, spam_level_internal);
  if (locale != 0) {
    properties.set(oxprops::pid_tag_message_locale_id, static_cast<std::int32_t>(locale));
  }
  const auto kept = message.kept_properties();
  if (!kept) return kept.error();
  if (!(*kept)->find(id_of(oxprops::pid_tag_internet_message_id))) {
    properties.set(oxprops::pid_tag_internet_message_id,
                   new_message_id(message.mailbox(), message.mailbox().owner().domain));
  }
  for (const store::Property& property : properties.all()) {
    if (auto set = message.set_property(property); !set) return set.error();
  }
  return senders->sender.smtp_address;
}

Outcome<std::set<MessageNumber>> Submission::queued_numbers(const Mailbox& mailbox) const {
  const auto deliveries = parts_.queue.list();
  if (!deliveries) return queue_failed(deliveries.error());
  const std::string guid = mailbox.identity().mailbox_guid.text();
  std::set<MessageNumber> numbers;
  for (const store::QueuedDelivery& delivery : *deliveries) {
    if (delivery.mailbox_guid == guid) numbers.insert(delivery.message);
  }
  return numbers;
}

// Of the message that was submitted; nothing where it is not in the queue.
Outcome<std::optional<MessageNumber>> Submission::queued_copy(Mailbox& mailbox, MessageNumber original) {
  const auto entries = list_outgoing(mailbox);
  if (!entries) return entries.error();
  std::optional<MessageNumber> copy;
  for (const OutgoingEntry& entry : *entries) {
    if (entry.original == original && original != 0) copy = entry.number;
  }
  if (!copy) return copy;
  const auto numbers = queued_numbers(mailbox);
  if (!numbers) return numbers.error();
  if (!numbers->contains(*copy)) copy.reset();
  return copy;
}

Outcome<void> Submission::enqueue(const Mailbox& mailbox, MessageNumber copy, const std::string& sender,
                                  const std::vector<std::string>& recipients, store::Time due) {
  std::vector<store::QueuedDelivery> deliveries;
  for (const std::string& recipient : recipients) {
    store::QueuedDelivery delivery;
    delivery.submission = submission_id(mailbox, copy);
    delivery.mailbox_guid = mailbox.identity().mailbox_guid.text();
    delivery.message = copy;
    delivery.sender = sender;
    delivery.recipient = recipient;
    delivery.submitted = now();
    delivery.due = due;
    deliveries.push_back(std::move(delivery));
  }
  const auto queued = parts_.queue.enqueue(deliveries);
  if (!queued) return queue_failed(queued.error());
  parts_.log(messages::submitted, deliveries.front().submission, sender, recipients.size());
  return {};
}

// Where this fails, too, the next submission finds what is left.
Outcome<void> Submission::withdraw(Mailbox& mailbox, MessageNumber copy) {
  Outcome<void> withdrawn;
  const auto cancelled = parts_.queue.cancel(mailbox.identity().mailbox_guid.text(), copy);
  if (cancelled) {
    withdrawn = delete_outgoing(mailbox, copy);
  } else {
    withdrawn = queue_failed(cancelled.error());
  }
  if (withdrawn) return withdrawn;
  const std::lock_guard lock(mutex_);
  cleaned_.erase(mailbox.identity().mailbox_guid);
  return withdrawn;
}

// Once for each mailbox while this process lives: what others have left. Returns whether it was now.
Outcome<bool> Submission::clean(Mailbox& mailbox) {
  const std::unique_lock admission(admission_mutex_);
  {
    const std::lock_guard lock(mutex_);
    if (cleaned_.contains(mailbox.identity().mailbox_guid)) return false;
  }
  const auto numbers = queued_numbers(mailbox);
  if (!numbers) return numbers.error();
  const auto entries = list_outgoing(mailbox);
  if (!entries) return entries.error();
  for (const OutgoingEntry& entry : *entries) {
    if (numbers->contains(entry.number)) continue;
    // Whoever sends something once looks for it when they do so again, and takes it for sent where it is
    // gone.
    if (entry.once && entry.saved + kept_for_senders > now()) continue;
    if (auto deleted = delete_outgoing(mailbox, entry.number); !deleted) return deleted.error();
  }
  const std::lock_guard lock(mutex_);
  cleaned_.insert(mailbox.identity().mailbox_guid);
  return true;
}

Outcome<void> Submission::submit(const OpenMessagePtr& message, std::uint32_t locale) {
  Mailbox& mailbox = message->mailbox();
  if (auto may = check(*message); !may) return may;
  const auto recipients = recipients_of(*message);
  if (!recipients) return recipients.error();
  const auto cleaned = clean(mailbox);
  if (!cleaned) return cleaned.error();
  const auto kept = message->kept_properties();
  if (!kept) return kept.error();
  const bool submitted = (flags_of(**kept) & mf_submitted) != 0;
  if (submitted || *cleaned) {
    const auto queued = queued_copy(mailbox, message->number());
    if (!queued) return queued.error();
    if (*queued && submitted) return ErrorCode::already_sent;
    if (*queued) {
      // A process ended when it was in the queue, and the client was not told.
      if (auto changed = message->change_flags(mf_submitted, 0); !changed) return changed;
      return message->save(true);
    }
  }
  // It must have a number.
  if (message->is_new()) {
    if (auto saved = message->save(false); !saved) return saved;
  }
  const auto sender = stamp(*message, locale);
  if (!sender) return sender.error();
  auto content = message->content();
  if (!content) return content.error();
  if (auto kept_target = keep_permitted_target(message->logon(), content->properties); !kept_target)
    return kept_target;
  const store::Time due = send_time(content->properties, now());

  const std::shared_lock admission(admission_mutex_);
  const auto copy = save_outgoing(mailbox, std::move(*content), message->folder(), message->number());
  if (!copy) return copy.error();
  const Hold hold(*this, submission_id(mailbox, *copy));
  auto accepted = enqueue(mailbox, *copy, *sender, *recipients, due);
  if (accepted) {
    accepted = message->change_flags(mf_submitted, 0);
    if (accepted) accepted = message->save(false);
  }
  if (accepted) return {};
  (void)message->change_flags(0, mf_submitted);
  if (auto withdrawn = withdraw(mailbox, *copy); !withdrawn) return withdrawn;
  return accepted;
}

Outcome<void> Submission::abort(const std::shared_ptr<Logon>& logon, FolderNumber folder,
                                MessageNumber number) {
  Mailbox& mailbox = logon->mailbox();
  if (mailbox.is_public()) return ErrorCode::not_supported;
  auto message = OpenMessage::open(logon, folder, number, OpenMode::read_write, false);
  if (!message) return message.error();
  if (auto cleaned = clean(mailbox); !cleaned) return cleaned.error();
  const auto kept = (*message)->kept_properties();
  if (!kept) return kept.error();
  const bool submitted = (flags_of(**kept) & mf_submitted) != 0;
  {
    const std::lock_guard lock(mutex_);
    if (locked_.contains({mailbox.identity().mailbox_guid, number})) return ErrorCode::abort_failed;
  }
  const auto copy = queued_copy(mailbox, number);
  if (!copy) return copy.error();
  // Marked and not in the queue: it was handed to a spooler, or an abort was interrupted.
  if (!*copy && !submitted) return not_in_queue;
  if (*copy) {
    const std::string id = submission_id(mailbox, **copy);
    const std::lock_guard lock(mutex_);
    if (busy_.contains(id) || held_.contains(id)) return ErrorCode::abort_failed;
    const auto cancelled = parts_.queue.cancel(mailbox.identity().mailbox_guid.text(), **copy);
    if (!cancelled) return queue_failed(cancelled.error());
    if (*cancelled == 0) return not_in_queue;
    parts_.log(messages::taken_back, id);
  }
  if (auto changed = (*message)->change_flags(mf_unsent, mf_submitted); !changed) return changed;
  if (auto saved = (*message)->save(true); !saved) return saved;
  if (*copy) return delete_outgoing(mailbox, **copy);
  const auto left = mailbox.store().change_results(mailbox.special(SpecialFolder::spooler_queue), {},
                                                   std::span(&number, 1));
  if (!left) return mailbox.failed(left.error());
  return {};
}

void Submission::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_one();
}

}  // namespace mapigate::mailbox
