#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "protocol/oxcrops/requests.hpp"
#include "protocol/oxcrops/rop.hpp"
#include "protocol/oxcrops/rop_buffer.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcrops {

// A client's side of one ROP input buffer and its output: requests are added, then what the server answered
// is read into the responses, in the order of the requests ([MS-OXCROPS] section 3.1.4).
class RopBatch {
 public:
  // The index of an entry of the handle table: of an object that is open, or of one that the batch opens.
  wire::u8 handle(wire::u32 value) {
    input_.handles.push_back(value);
    return static_cast<wire::u8>(input_.handles.size() - 1);
  }
  wire::u8 new_handle() { return handle(no_handle); }

  // The response is filled by read(); until then, and where the server did not come to it, its ReturnValue is
  // ErrorCode::general_failure. It lives as long as the batch. `prepare` sets what is not on the wire
  // (`columns`).
  template <class Response, class Request>
  Response& add(wire::u8 handle_index, const Request& request,
                const std::function<void(Response&)>& prepare = {}) {
    static_assert(Request::id == Response::id);
    write(handle_index, request);
    auto response = std::make_shared<Response>();
    if (prepare) prepare(*response);
    response->return_value = oxcdata::ErrorCode::general_failure;
    Response& reference = *response;
    expected_.push_back({Request::id, [response](wire::Reader& reader) { reader.read(*response); }});
    return reference;
  }
  // RopRelease, which is not answered.
  void release(wire::u8 handle_index) { write(handle_index, ReleaseRequest{}); }

  wire::u8 logon_id = 0;

  wire::Result<wire::Bytes> serialize() {
    input_.rops = requests_.take();
    return oxcrops::serialize(input_);
  }

  // Responses that no request has (RopNotify, RopPending) may only stand at the end, and are left unread; so
  // is what follows RopBufferTooSmall and RopBackoff. Fault::invalid: the responses are not those of the
  // requests.
  wire::Result<void> read(wire::ByteView payload) {
    auto output = parse_rop_buffer(payload);
    if (output.has_error()) return output.error();
    handles_ = std::move(output->handles);
    wire::Reader reader(output->rops);
    for (auto& [id, read_body] : expected_) {
      if (reader.remaining() == 0) break;
      const auto next = static_cast<RopId>(reader.peek().front());
      if (next == RopId::buffer_too_small || next == RopId::backoff) break;
      ResponseHead head;
      reader.read(head);
      if (reader.ok() && head.rop_id != id) reader.fail(wire::Fault::invalid);
      if (reader.ok()) read_body(reader);
      if (!reader.ok()) return reader.failure();
    }
    return {};
  }
  // Of the output: what stands at an index now.
  wire::u32 handle_at(wire::u8 index) const { return index < handles_.size() ? handles_[index] : no_handle; }

 private:
  template <class Request>
  void write(wire::u8 handle_index, const Request& request) {
    requests_.write(RequestHead{Request::id, logon_id, handle_index});
    requests_.write(request);
  }

  struct Expected {
    RopId id;
    std::function<void(wire::Reader&)> read_body;
  };
  RopBuffer input_;
  wire::Writer requests_;
  std::deque<Expected> expected_;
  std::vector<wire::u32> handles_;
};

}  // namespace mapigate::oxcrops
