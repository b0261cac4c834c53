// Messages that the gateway itself sends for somebody.

#include <fmt/core.h>

#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/outgoing_message.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/submission.hpp"

namespace mapigate::mailbox {

Outcome<void> Submission::send(Mailbox& mailbox, GeneratedMail mail) {
  if (mail.recipients.empty()) return ErrorCode::no_recipients;
  const MessageLimits& limits = mailbox.services().limits;
  if (mail.recipients.size() > limits.recipients) return ErrorCode::too_many_recips;
  if (content_size(mail.content) > limits.size || embedding_depth(mail.content) > limits.embedding_depth)
    return ErrorCode::message_too_big;
  if (auto cleaned = clean(mailbox); !cleaned) return cleaned.error();
  const std::shared_lock admission(admission_mutex_);
  const auto copy = save_outgoing_once(mailbox, std::move(mail.content), "out/" + mail.key);
  if (!copy) return copy.error();
  if (copy->state == SavedOnce::State::was_there_and_is_gone) return {};
  if (copy->state == SavedOnce::State::was_there) {
    // The process may have ended before it came into the queue.
    const auto queued = queued_numbers(mailbox);
    if (!queued) return queued.error();
    if (queued->contains(copy->number)) return {};
  }
  if (auto queued = enqueue(mailbox, copy->number, mail.sender, mail.recipients, now()); !queued)
    return queued;
  wake();
  return {};
}

Outcome<void> Submission::send_read_receipt(const Logon& logon, const store::MessageRecord& message,
                                            bool read) {
  Mailbox& mailbox = logon.mailbox();
  if (mailbox.is_public() || !wants_read_receipt(message.properties, read)) return {};
  const auto reader = parts_.directory.find_by_mailbox_guid(mailbox.identity().mailbox_guid.text());
  if (!reader) return {};
  std::optional<Address> to;
  for (const PersonTags& tags : {read_receipt_tags, represented_tags, sender_tags}) {
    if (!to) to = address_in(message.properties, tags, parts_.directory);
  }
  if (!to) return {};
  const store::Content content{message.properties, {}, {}};
  const Person person = person_of(*reader);
  store::Content receipt = read_receipt(mailbox, {content, recipient_of(person, recipient_to), person}, read);
  const std::u16string name = text_of(message.properties, oxprops::pid_tag_sent_representing_name, 256);
  receipt.recipients.push_back(
      recipient_of(to->user ? person_of(*to->user) : person_of(to->smtp_address, name), recipient_to));
  return send(mailbox,
              {std::move(receipt), {}, {to->smtp_address}, fmt::format("receipt/{}", message.number)});
}

}  // namespace mapigate::mailbox
