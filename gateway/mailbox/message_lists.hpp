#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "gateway/mailbox/mailbox.hpp"

namespace mapigate::mailbox {

// The numbers of all messages of a folder, the oldest first.
Outcome<std::vector<MessageNumber>> message_numbers(Mailbox& mailbox, FolderNumber folder,
                                                    store::Contents contents);

// As much as one transaction takes, so that others can write in between.
inline constexpr std::size_t messages_at_once = 500;
inline std::vector<std::span<const MessageNumber>> batches(std::span<const MessageNumber> numbers,
                                                           std::size_t size = messages_at_once) {
  std::vector<std::span<const MessageNumber>> parts;
  for (std::size_t at = 0; at < numbers.size(); at += size) {
    parts.push_back(numbers.subspan(at, std::min(size, numbers.size() - at)));
  }
  return parts;
}

}  // namespace mapigate::mailbox
