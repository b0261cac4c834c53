#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "gateway/mapi/mailbox_session.hpp"
#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcrops/rop.hpp"
#include "protocol/oxcrops/rop_buffer.hpp"
#include "protocol/oxcrops/rop_id.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mapi {

using oxcdata::ErrorCode;

// One ROP request that is being carried out.
struct RopCall {
  MailboxSession& session;
  const oxcrops::RequestHead head;
  // What the response repeats: the index of the input object, or that of the output object.
  const wire::u8 response_index;
  // Whether head.handle_index lies in the table. A handler runs only where it does; other indexes of its
  // request are its own to check.
  const bool index_valid;
  wire::Reader& request;  // behind the head
  wire::Writer& response;
  std::vector<wire::u32>& handles;  // the Server object handle table
  const std::size_t limit;          // of all responses of the buffer together, in bytes

  // Bytes that the response may still take, once the request has been read. The rest is kept for what gives
  // the requests behind this one back to the client.
  std::size_t room() const;
  // The Server object at this index of the handle table where it is of this kind, else null.
  template <class Object>
  Object* object(wire::u8 index) const {
    if (index >= handles.size()) return nullptr;
    return dynamic_cast<Object*>(session.objects.find(handles[index]));
  }
  // The input object. Null: the handler answers ecNotSupported where there is an object of another kind, and
  // ecNullObject where there is none; see missing().
  template <class Object>
  Object* input() const {
    return object<Object>(head.handle_index);
  }
  // The same, for an object that needs it for as long as it is open itself.
  template <class Object>
  std::shared_ptr<Object> share(wire::u8 index) const {
    if (index >= handles.size()) return nullptr;
    return std::dynamic_pointer_cast<Object>(session.objects.share(handles[index]));
  }
  // The error of a ROP whose object at this index is not what it works on.
  ErrorCode missing(wire::u8 index) const;
  ErrorCode missing() const { return missing(head.handle_index); }
  // Gives the object a handle and puts it into the table: ecNullObject where there is no such index, and
  // ecMaxObjsExceeded at the limit of the session.
  ErrorCode open(wire::u8 index, std::unique_ptr<ServerObject> object);
};

struct RopOutcome {
  RopOutcome() = default;
  // Not success: the response is a failure with this ReturnValue and nothing else.
  RopOutcome(ErrorCode its_error) : error(its_error) {}  // NOLINT: handlers return errors
  // The response as the handler has filled it, with this ReturnValue: warnings, and failures that say more.
  static RopOutcome with_response(ErrorCode error) {
    RopOutcome outcome(error);
    outcome.response_stands = true;
    return outcome;
  }
  // The response does not fit into room(), and nothing was done.
  static RopOutcome too_big() {
    RopOutcome outcome;
    outcome.too_small = true;
    return outcome;
  }

  ErrorCode error{};
  bool response_stands = false;
  bool too_small = false;
  // ROPs that can be chained: the request, without its head, that would give more.
  std::optional<wire::Bytes> next;
};

struct RopTraits {
  // How many bytes of the output must be left before the ROP is repeated for another payload; 0 for ROPs that
  // are not ([MS-OXCRPC] section 3.1.4.2.1.2.2).
  std::size_t chain_room = 0;
};

struct RopEntry {
  std::function<RopOutcome(RopCall&)> handler;
  bool has_response = true;
  RopTraits traits;
};

// Who carries out which ROP: RopRelease from the beginning, others as they are added. Filled at start, then
// only read.
class RopRegistry {
 public:
  RopRegistry();
  // `handler`: RopOutcome(RopCall&, const Request&, Response&). It fills the response, but for its
  // ReturnValue, which is the error of the outcome. Handlers run on a thread that may block, one at a time
  // for a session.
  template <class Request, class Response, class Handler>
  void add(Handler handler, RopTraits traits = {}) {
    static_assert(Request::id == Response::id);
    RopEntry& entry = entries_[static_cast<std::size_t>(Request::id)];
    entry.traits = traits;
    entry.handler = [handler = std::move(handler)](RopCall& call) -> RopOutcome {
      Request request{};
      if constexpr (requires { request.private_logon; })
        request.private_logon = call.session.is_private(call.head.logon_id);
      call.request.read(request);
      if (!call.index_valid) return ErrorCode::null_object;
      if (!call.request.ok()) return ErrorCode::rpc_format;
      Response response{};
      RopOutcome outcome = handler(call, request, response);
      if (outcome.too_small || (outcome.error != ErrorCode::success && !outcome.response_stands))
        return outcome;
      response.return_value = outcome.error;
      call.response.write(oxcrops::ResponseHead{Request::id, call.response_index});
      call.response.write(response);
      return outcome;
    };
  }
  // Of a ROP without a response.
  template <class Request>
  void add_silent(void (*handler)(RopCall&, const Request&)) {
    RopEntry& entry = entries_[static_cast<std::size_t>(Request::id)];
    entry.has_response = false;
    entry.handler = [handler](RopCall& call) -> RopOutcome {
      Request request{};
      call.request.read(request);
      if (call.index_valid && call.request.ok()) handler(call, request);
      return {};
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
