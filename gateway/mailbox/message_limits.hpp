#pragma once

#include <cstdint>

namespace mapigate::mailbox {

// What one message may grow to in this installation. Set by the configuration.
struct MessageLimits {
  std::uint32_t recipients = 5000;                // further ones are refused: TooManyRecips
  std::uint32_t attachments = 1000;               // of one message: MaxAttachmentExceeded
  std::uint32_t embedding_depth = 30;             // messages within messages: TooComplex
  std::uint64_t size = std::uint64_t{150} << 20;  // bytes, of all there is of it: MessageTooBig
};

}  // namespace mapigate::mailbox
