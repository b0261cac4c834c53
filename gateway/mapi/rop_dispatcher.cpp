#include "gateway/mapi/rop_dispatcher.hpp"

#include "gateway/mapi/messages.hpp"
#include "protocol/oxcrops/failed_response.hpp"
#include "protocol/oxcrops/responses.hpp"
#include "protocol/oxcrops/skip.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"

namespace mapigate::mapi {

using oxcdata::ErrorCode;
using oxcrops::RopId;

namespace {

constexpr std::size_t rop_size_field = sizeof(wire::u16);
constexpr std::size_t too_small_head = oxcrops::BareHead::wire_size + sizeof(wire::u16);  // with SizeNeeded

// What a RopBufferTooSmall response with these requests takes; nothing where there are none to give back.
std::size_t reserve_for(std::size_t requests) { return requests == 0 ? 0 : too_small_head + requests; }

RopResults failed(ErrorCode error) {
  RopResults results;
  results.error = error;
  return results;
}

// What a failure response repeats after its RopId: the index of the input object or, where the ROP makes an
// object, the index for that one, which follows in the request.
wire::u8 response_index(const oxcrops::RequestHead& head, wire::ByteView behind_head) {
  const bool output = oxcrops::response_index(head.rop_id) == oxcrops::ResponseIndex::output;
  return output && !behind_head.empty() ? behind_head.front() : head.handle_index;
}

// Whether the ROP may be carried out for a session that holds too much memory: it leads to less.
bool frees_memory(RopId id) {
  return id == RopId::release || id == RopId::save_changes_message || id == RopId::save_changes_attachment ||
         id == RopId::commit_stream;
}

}  // namespace

ErrorCode RopCall::missing(wire::u8 index) const {
  const bool there = index < handles.size() && session.objects.find(handles[index]) != nullptr;
  return there ? ErrorCode::not_supported : ErrorCode::null_object;
}

ErrorCode RopCall::open(wire::u8 index, std::unique_ptr<ServerObject> object) {
  if (index >= handles.size()) return ErrorCode::null_object;
  const auto handle = session.objects.add(std::move(object), head.logon_id);
  if (!handle) return ErrorCode::too_many_open_objects;
  handles[index] = *handle;
  return ErrorCode::success;
}

std::size_t RopCall::room() const {
  const std::size_t taken = response.size() + reserve_for(request.remaining());
  return limit > taken ? limit - taken : 0;
}

RopResults RopDispatcher::run(MailboxSession& session, oxcrops::RopBuffer input,
                              std::size_t max_payload) const {
  const std::size_t overhead = rop_size_field + input.handles.size() * sizeof(wire::u32);
  if (max_payload < overhead) return failed(ErrorCode::buffer_too_small);
  const std::size_t limit = max_payload - overhead;

  RopResults results;
  bool all_succeeded = true;
  wire::Reader request(input.rops);
  wire::Writer response;
  while (request.remaining() > 0) {
    const wire::ByteView unprocessed = request.peek();
    const std::size_t before = response.size();
    oxcrops::RequestHead head;
    request.read(head);
    // Section 2.2.2: a reserved RopId is an error of the Execute as a whole, as are requests that cannot be
    // parsed (section 3.2.5.1).
    if (!request.ok() || oxcrops::name(head.rop_id).empty()) return failed(ErrorCode::rpc_format);
    const wire::u8 handle_index = response_index(head, request.peek());

    const RopEntry* entry = registry_.find(head.rop_id);
    RopOutcome outcome;
    if (entry && session.objects.over_memory_limit() && !frees_memory(head.rop_id)) {
      if (!oxcrops::skip_request(head.rop_id, request) || !request.ok()) return failed(ErrorCode::rpc_format);
      outcome.error = ErrorCode::out_of_memory;
    } else if (entry) {
      RopCall call{session, head,     handle_index,  head.handle_index < input.handles.size(),
                   request, response, input.handles, limit};
      outcome = entry->handler(call);
      if (call.index_valid) session.objects.recount(input.handles[head.handle_index]);
      if (!request.ok()) return failed(ErrorCode::rpc_format);
    } else {
      if (!oxcrops::skip_request(head.rop_id, request) || !request.ok()) return failed(ErrorCode::rpc_format);
      outcome.error = ErrorCode::not_supported;
      log_(messages::rop_missing, oxcrops::name(head.rop_id), session.user->address);
    }

    if (entry && !entry->has_response) {
      response.truncate(before);
      continue;
    }
    if (outcome.error != ErrorCode::success) all_succeeded = false;
    if (outcome.error != ErrorCode::success && !outcome.response_stands) {
      response.truncate(before);
      oxcrops::write_failed_response(head.rop_id, handle_index, outcome.error, response);
    }
    const std::size_t behind = request.remaining();
    if (outcome.too_small || response.size() + reserve_for(behind) > limit) {
      // Section 2.2.15.1: the last response, with the requests that were not processed.
      response.truncate(before);
      // Section 3.2.4.3: a client that has given all the room there is would ask for the same again and
      // again.
      const bool hopeless = before == 0 && max_payload >= oxcrpc::max_payload;
      if (hopeless || before + reserve_for(unprocessed.size()) > limit) {
        return failed(ErrorCode::buffer_too_small);
      }
      oxcrops::BufferTooSmallResponse too_small;
      too_small.size_needed = static_cast<wire::u16>(oxcrpc::max_payload);
      too_small.request_buffers.assign(unprocessed.begin(), unprocessed.end());
      response.write(oxcrops::BareHead{too_small.id});
      response.write(too_small);
      all_succeeded = false;
      break;
    }
    if (behind == 0 && outcome.error == ErrorCode::success && outcome.next && entry->traits.chain_room > 0) {
      wire::Writer next;
      next.write(head);
      next.append(*outcome.next);
      results.chain = oxcrops::RopBuffer{next.take(), {}};
      results.chain_room = entry->traits.chain_room;
    }
  }
  if (!response.ok()) return failed(ErrorCode::general_failure);
  results.all_succeeded = all_succeeded;
  if (results.chain) results.chain->handles = input.handles;
  results.output.rops = response.take();
  results.output.handles = std::move(input.handles);
  return results;
}

}  // namespace mapigate::mapi
