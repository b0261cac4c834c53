#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <vector>

#include "gateway/mapi/mailbox_session.hpp"
#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcrops/rop_buffer.hpp"
#include "protocol/oxcrops/rop_id.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mapi {

// One ROP request that is being carried out.
struct RopCall {
  MailboxSession& session;
  const oxcrops::RequestHead head;
  // Whether head.handle_index lies in the table. A handler runs only where it does; other indexes of its
  // request are its own to check.
  const bool index_valid;
  wire::Reader& request;  // behind the head
  // Where a handler writes its response, from RopId on. What it wrote is dropped when its outcome is not
  // success.
  wire::Writer& response;
  std::vector<wire::u32>& handles;  // the Server object handle table
  const std::size_t limit;          // of all responses of the buffer together, in bytes

  // Bytes that the response may still take, once the request has been read. The rest is kept for what gives
  // the requests behind this one back to the client.
  std::size_t room() const;
};

struct RopOutcome {
  oxcdata::ErrorCode error{};  // not success: the response is a failure with this ReturnValue
  bool too_small = false;      // the response does not fit into room(), and nothing was done
  // ROPs that can be chained: the request, without its head, that would give more.
  std::optional<wire::Bytes> next;
};

struct RopTraits {
  bool has_response = true;  // RopRelease has none
  // How many bytes of the output must be left before the ROP is repeated for another payload; 0 for ROPs that
  // are not ([MS-OXCRPC] section 3.1.4.2.1.2.2).
  std::size_t chain_room = 0;
};

struct RopEntry {
  std::function<boost::asio::awaitable<RopOutcome>(RopCall&)> handler;
  RopTraits traits;
};

// Who carries out which ROP: RopRelease from the beginning, others as they are added. Filled at start, then
// only read.
class RopRegistry {
 public:
  RopRegistry();
  // `Request` is one of protocol/ox.../requests.hpp; it is read before `handler`, an
  // awaitable<RopOutcome>(RopCall&, const Request&), is asked.
  template <class Request, class Handler>
  void add(Handler handler, RopTraits traits = {}) {
    RopEntry& entry = entries_[static_cast<std::size_t>(Request::id)];
    entry.traits = traits;
    entry.handler = [handler = std::move(handler)](RopCall& call) -> boost::asio::awaitable<RopOutcome> {
      Request request{};
      call.request.read(request);
      RopOutcome outcome;
      if (!call.index_valid) outcome.error = oxcdata::ErrorCode::null_object;
      if (call.index_valid && call.request.ok()) outcome = co_await handler(call, request);
      co_return outcome;
    };
  }
  // Null when nobody does.
  const RopEntry* find(oxcrops::RopId id) const {
    const RopEntry& entry = entries_[static_cast<std::size_t>(id)];
    return entry.handler ? &entry : nullptr;
  }

 private:
  std::array<RopEntry, 256> entries_;
};

}  // namespace mapigate::mapi
