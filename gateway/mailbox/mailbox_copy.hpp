#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "gateway/mailbox/mailbox.hpp"

// Copies from one mailbox into another one, or into public folders.

namespace mapigate::mailbox {

// What properties are in another mailbox: the ids of named ones differ. Remembers the ids, so whoever copies
// many messages uses one for all of them. One thread at a time.
class MailboxTranslator {
 public:
  // Both outlive it.
  MailboxTranslator(Mailbox& source, Mailbox& target) : source_(source), target_(target) {}

  Mailbox& source() const { return source_; }
  Mailbox& target() const { return target_; }

  // Named properties whose names are lost are left out. NamedPropertyQuota.
  Outcome<store::Properties> translate(store::Properties properties);
  // The same of everything that the message has, also of messages that are embedded in it.
  Outcome<store::Content> translate(store::Content content);

 private:
  // 0: it has no name.
  Outcome<std::uint16_t> translated_id(std::uint16_t id);

  Mailbox& source_;
  Mailbox& target_;
  std::unordered_map<std::uint16_t, std::uint16_t> ids_;
};

// Copies messages, wherever they are; large values are read while they are written. Returns those that were
// copied: the others are not there, are beyond the limits of the target, or came after a failure. An error
// where there was a failure before anything was copied.
Outcome<std::vector<MessageNumber>> copy_messages_between(std::span<const MessageNumber> numbers,
                                                          MailboxTranslator& translator, FolderNumber to);

}  // namespace mapigate::mailbox
