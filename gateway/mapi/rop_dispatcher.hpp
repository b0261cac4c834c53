#pragma once

#include <cstddef>
#include <optional>

#include "gateway/base/log.hpp"
#include "gateway/mapi/rop_registry.hpp"
#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcrops/rop_buffer.hpp"

namespace mapigate::mapi {

// What came of one ROP input buffer.
struct RopResults {
  // Not success: the buffer as a whole failed and there is no output.
  oxcdata::ErrorCode error{};
  oxcrops::RopBuffer output;
  bool all_succeeded = false;  // every request has been carried out without an error
  // The last request alone, where it would give more and its ROP may be chained; its `chain_room`.
  std::optional<oxcrops::RopBuffer> chain;
  std::size_t chain_room = 0;
};

// Carries out ROP requests in their order ([MS-OXCROPS] section 3.2.5.1).
class RopDispatcher {
 public:
  // Both outlive the dispatcher.
  RopDispatcher(const RopRegistry& registry, const Logger& log) : registry_(registry), log_(log) {}

  // `max_payload`: bytes that the ROP output buffer may take, at most 32 KB ([MS-OXCRPC] section 3.1.4.2.1).
  // What does not fit is given back to the client in a RopBufferTooSmall response.
  RopResults run(MailboxSession& session, oxcrops::RopBuffer input, std::size_t max_payload) const;

 private:
  const RopRegistry& registry_;
  const Logger& log_;
};

}  // namespace mapigate::mapi
