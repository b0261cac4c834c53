// What is in the outgoing queue, on its way.

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "gateway/mailbox/mailbox_copy.hpp"
#include "gateway/mailbox/outgoing_message.hpp"
#include "gateway/mailbox/submission.hpp"
#include "gateway/mailbox/submission_messages.hpp"

namespace mapigate::mailbox {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t deliveries_at_once = 200;
constexpr auto longest_pause = 30s;

constexpr store::Time second = 10'000'000;
constexpr store::Time first_retry = 60 * second;
constexpr store::Time longest_retry = 3600 * second;
// RFC 5321 section 4.5.4.1 has four to five days between servers; within one it is a defect long before.
constexpr store::Time give_up_after = 2 * 86400 * second;

store::Time retry_after(std::uint32_t attempts) {
  const std::uint32_t doublings = std::min(attempts, std::uint32_t{10});
  return std::min(first_retry << doublings, longest_retry);
}

// The recipient as the message names them.
store::Recipient recipient_named(const store::Content& content, const Address& address,
                                 const directory::Directory& directory) {
  for (const store::Recipient& recipient : content.recipients) {
    const auto one = address_in(recipient.properties, recipient_tags, directory);
    if (one && one->smtp_address == address.smtp_address) return recipient;
  }
  return recipient_of(address.user ? person_of(*address.user) : person_of(address.smtp_address, {}), 1);
}

// What time or the administrator mends.
bool is_passing(ErrorCode error) {
  return error == ErrorCode::ec_server_busy || error == ErrorCode::out_of_disk ||
         error == ErrorCode::disk_error;
}

bool wants_non_delivery_report(const store::Properties& message) {
  const auto* requested = message.get<bool>(oxprops::pid_tag_originator_non_delivery_report_requested);
  return !(requested && !*requested) && !is_report(message) &&
         (suppressed_responses(message) & suppress_non_delivery_report) == 0;
}

}  // namespace

void Submission::start() {
  thread_ = std::thread([this] { work(); });
}

void Submission::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Submission::work() {
  while (true) {
    while (run_once()) {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    const auto wait = pause();
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, wait, [this] { return stopping_ || woken_; });
    if (stopping_) return;
    woken_ = false;
  }
}

// Until the next delivery is due. The wall clock may be set meanwhile, so never for long.
std::chrono::milliseconds Submission::pause() {
  const auto next = parts_.queue.next_due();
  if (!next || !*next) return longest_pause;
  const store::Time time = now();
  if (**next <= time) return 1s;  // held back by a submission that is not complete yet
  return std::min<std::chrono::milliseconds>(
      longest_pause, std::chrono::milliseconds((**next - time) / (second / 1000) + 1));
}

bool Submission::run_once() {
  std::map<std::string, std::vector<store::QueuedDelivery>> submissions;
  {
    const std::lock_guard lock(mutex_);
    auto due = parts_.queue.due(now(), deliveries_at_once);
    if (!due) {
      // Once, not at every attempt.
      if (!std::exchange(queue_failed_, true)) (void)queue_failed(due.error());
      return false;
    }
    queue_failed_ = false;
    for (store::QueuedDelivery& delivery : *due) {
      if (!held_.contains(delivery.submission))
        submissions[delivery.submission].push_back(std::move(delivery));
    }
    for (const auto& [id, deliveries] : submissions) busy_.insert(id);
  }
  for (const auto& [id, deliveries] : submissions) {
    try {
      process(deliveries);
    } catch (const std::exception& failure) {
      parts_.log(messages::failed, id, failure.what());
      for (const store::QueuedDelivery& delivery : deliveries) postpone(delivery, failure.what());
    }
    const std::lock_guard lock(mutex_);
    busy_.erase(id);
  }
  return !submissions.empty();
}

std::size_t Submission::done(const store::QueuedDelivery& delivery) {
  const auto left = parts_.queue.remove(delivery.id);
  if (left) return *left;
  // It is delivered again, under the same key, and removed then.
  if (left.error().fault != store::StoreFault::not_found) (void)queue_failed(left.error());
  return SIZE_MAX;
}

void Submission::postpone(const store::QueuedDelivery& delivery, std::string_view reason) {
  const auto postponed = parts_.queue.postpone(delivery.id, now() + retry_after(delivery.attempts), reason);
  if (!postponed && postponed.error().fault != store::StoreFault::not_found)
    (void)queue_failed(postponed.error());
}

void Submission::process(const std::vector<store::QueuedDelivery>& deliveries) {
  const store::QueuedDelivery& first = deliveries.front();
  const auto give_up = [&](const auto& message) {
    for (const store::QueuedDelivery& delivery : deliveries) {
      parts_.log(message, delivery.submission, delivery.recipient);
      done(delivery);
    }
  };
  const auto later = [&](ErrorCode error) {
    const std::string reason = oxcdata::to_string(error);
    parts_.log(messages::postponed, first.submission, first.recipient, reason);
    for (const store::QueuedDelivery& delivery : deliveries) postpone(delivery, reason);
  };
  const auto sender = parts_.directory.find_by_mailbox_guid(first.mailbox_guid);
  if (!sender) return give_up(messages::no_sender);
  const auto from = parts_.mailboxes.open(*sender, 0);
  if (!from) return later(from.error());
  auto message = load_outgoing(**from, first.message);
  if (!message) return later(message.error());
  if (!*message) return give_up(messages::orphan);

  // Recipients do not wait for what is wrong with the sender's copy.
  if (auto finished = finish_original(**from, **message, "sent/" + first.submission); !finished) {
    if (is_passing(finished.error())) return later(finished.error());
    parts_.log(messages::not_kept, first.submission, oxcdata::to_string(finished.error()));
  }
  for (const store::QueuedDelivery& delivery : deliveries) deliver(**from, **message, delivery);

  const auto left = load_outgoing(**from, first.message);
  // Where it fails the original is finished again, which changes nothing.
  if (left && *left) (void)mark_finished(**from, **message);
}

Outcome<Delivery::Result> Submission::bring(Mailbox& from, const OutgoingMessage& message,
                                            const store::QueuedDelivery& delivery,
                                            const directory::User& user) {
  const auto to = parts_.mailboxes.open(user, 0);
  if (!to) return to.error();
  auto content = MailboxTranslator(from, **to).translate(for_recipients(message));
  if (!content) return content.error();
  // Only the gateway itself sends without a sender.
  const bool report = delivery.sender.empty() && is_report(content->properties);
  return delivery_.deliver(**to, user,
                           {std::move(*content), delivery.submission + "/" + user.mailbox_guid, report});
}

void Submission::deliver(Mailbox& from, const OutgoingMessage& message,
                         const store::QueuedDelivery& delivery) {
  const auto to_be_done = [&] {
    if (done(delivery) == 0) (void)delete_outgoing(from, message.number);
  };
  const auto later = [&](ErrorCode error) {
    const std::string reason = oxcdata::to_string(error);
    parts_.log(messages::postponed, delivery.submission, delivery.recipient, reason);
    postpone(delivery, reason);
  };
  const auto fails = [&](DeliveryFault fault) {
    if (auto told = report(from, message, delivery, fault); !told) return later(told.error());
    parts_.log(messages::undeliverable, delivery.submission, delivery.recipient, status_code(fault));
    to_be_done();
  };
  const auto address = address_of(delivery.recipient, parts_.directory);
  if (!address) return fails(DeliveryFault::unknown_recipient);
  if (!address->user) {
    if (delivery.attempts == 0) parts_.log(messages::waits, delivery.submission, delivery.recipient);
    return postpone(delivery, "no mailbox here");
  }
  const auto result = bring(from, message, delivery, *address->user);
  if (!result) {
    if (now() > delivery.submitted + give_up_after) return fails(DeliveryFault::expired);
    return later(result.error());
  }
  if (result->fault) return fails(*result->fault);
  if (wants_delivery_report(message.content.properties)) {
    if (auto told = report(from, message, delivery, std::nullopt); !told) return later(told.error());
  }
  parts_.log(messages::delivered, delivery.submission, delivery.recipient);
  to_be_done();
}

// `fault`: of a non-delivery report; nothing: of a delivery report.
Outcome<void> Submission::report(Mailbox& from, const OutgoingMessage& message,
                                 const store::QueuedDelivery& delivery, std::optional<DeliveryFault> fault) {
  if (delivery.sender.empty()) return {};
  if (fault && !wants_non_delivery_report(message.content.properties)) return {};
  const auto sender = address_of(delivery.sender, parts_.directory);
  if (!sender || !sender->user) return {};
  const auto recipient = address_of(delivery.recipient, parts_.directory);
  const store::Content about = for_recipients(message);
  const Reported reported{
      about,
      recipient_named(message.content, recipient.value_or(Address{nullptr, delivery.recipient}),
                      parts_.directory),
      reporter_of(sender->user->domain())};
  store::Content content =
      fault ? non_delivery_report(from, reported, *fault) : delivery_report(from, reported);
  const auto to = parts_.mailboxes.open(*sender->user, 0);
  if (!to) return to.error();
  auto translated = MailboxTranslator(from, **to).translate(std::move(content));
  if (!translated) return translated.error();
  const auto told = delivery_.deliver(
      **to, *sender->user,
      {std::move(*translated),
       fmt::format("{}/{}/{}", delivery.submission, fault ? "ndr" : "dr", delivery.id), true});
  if (!told) return told.error();
  return {};
}

}  // namespace mapigate::mailbox
