// Clients that send messages themselves, [MS-OXOMSG] section 2.2.5.

#include <fmt/core.h>

#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/outgoing_message.hpp"
#include "gateway/mailbox/submission.hpp"

namespace mapigate::mailbox {

Outcome<void> Submission::hand_to_spooler(const OpenMessagePtr& message) {
  if (auto may = check(*message); !may) return may;
  const auto recipients = message->recipients();
  if (!recipients) return recipients.error();
  if ((*recipients)->empty()) return ErrorCode::no_recipients;
  if (auto changed = message->change_flags(mf_submitted, 0); !changed) return changed;
  if (auto saved = message->save(false); !saved) {
    (void)message->change_flags(0, mf_submitted);
    return saved;
  }
  Mailbox& mailbox = message->mailbox();
  const MessageNumber number = message->number();
  const auto shown = mailbox.store().change_results(mailbox.special(SpecialFolder::spooler_queue),
                                                    std::span(&number, 1), {});
  if (!shown) return mailbox.failed(shown.error());
  return {};
}

Outcome<void> Submission::spooler_lock(const std::shared_ptr<Logon>& logon, MessageNumber number,
                                       SpoolerLock lock) {
  Mailbox& mailbox = logon->mailbox();
  if (mailbox.is_public()) return ErrorCode::not_supported;
  store::MessageQuery query;
  query.folder = mailbox.special(SpecialFolder::spooler_queue);
  const auto position = mailbox.store().position(query, number);
  if (!position) return mailbox.failed(position.error());
  if (!*position) return not_in_queue;
  auto message = load_outgoing(mailbox, number);
  if (!message) return message.error();
  if (!*message) return not_in_queue;
  const auto record = mailbox.store().message(number);
  if (!record) return mailbox.failed(record.error());
  if (auto may = logon->require(record->folder, right_edit_any | right_delete_any); !may) return may;

  const std::pair key{mailbox.identity().mailbox_guid, number};
  {
    const std::lock_guard guard(mutex_);
    const auto held = locked_.find(key);
    if (held != locked_.end() && held->second != logon->actor().mailbox_guid) return ErrorCode::object_locked;
    if (lock == SpoolerLock::lock) {
      locked_[key] = logon->actor().mailbox_guid;
      return {};
    }
    locked_.erase(key);
  }
  if (lock == SpoolerLock::unlock) return {};
  (*message)->original_folder = record->folder;
  (*message)->original = number;
  if (auto kept = keep_permitted_target(*logon, (*message)->content.properties); !kept) return kept;
  auto finished = finish_original(mailbox, **message, fmt::format("spooled/{}", number));
  if (!finished) return finished;
  const auto left = mailbox.store().change_results(query.folder, {}, std::span(&number, 1));
  if (!left) return mailbox.failed(left.error());
  return {};
}

}  // namespace mapigate::mailbox
