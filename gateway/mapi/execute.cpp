#include "gateway/mapi/execute.hpp"

#include <algorithm>
#include <boost/system/result.hpp>
#include <vector>

#include "gateway/mapi/auxiliary.hpp"
#include "protocol/oxcrops/responses.hpp"
#include "protocol/oxcrpc/extended_buffer.hpp"

namespace mapigate::mapi {

using oxcdata::ErrorCode;
using oxcmapihttp::ExecuteResponse;

namespace {

// [MS-OXCRPC] section 3.1.4.2, pulFlags.
constexpr wire::u32 flag_no_compression = 0x1;
constexpr wire::u32 flag_chain = 0x4;
// Section 3.1.4.2.1.2.2: payloads in one response.
constexpr std::size_t max_chained = 96;
// What fits one packet anyway is not worth compressing.
constexpr std::size_t compress_above = 1024;

ExecuteResponse failed(ErrorCode error) {
  ExecuteResponse response;
  response.error_code = error;
  return response;
}

using Parsed = boost::system::result<oxcrops::RopBuffer, ExecuteResponse>;

// The requests in it; or what is answered where there are none.
Parsed parse(const oxcmapihttp::ExecuteRequest& request) {
  constexpr std::size_t header = oxcrpc::RpcHeaderExt::wire_size;
  if (request.rop_buffer.size() > oxcrpc::max_chain ||
      request.auxiliary_buffer.size() > oxcrpc::max_auxiliary) {
    ExecuteResponse response;
    response.status_code = bad_stub_data;
    return response;
  }
  if (request.rop_buffer.size() < header || request.max_rop_out < header)
    return failed(ErrorCode::network_error);
  if (const auto error = check_auxiliary(request.auxiliary_buffer)) return failed(*error);
  // One payload: packed requests are for servers that announce them (section 3.1.4.2.1.2.1).
  const auto payload = oxcrpc::decode_single(request.rop_buffer);
  if (!payload || payload->size() > oxcrpc::max_payload) return failed(ErrorCode::rpc_format);
  auto input = oxcrops::parse_rop_buffer(*payload);
  if (!input) return failed(ErrorCode::rpc_format);
  return std::move(*input);
}

ExecuteResponse respond(const std::vector<wire::Bytes>& payloads, bool may_compress) {
  ExecuteResponse response;
  for (const wire::Bytes& output : payloads) {
    const bool last = &output == &payloads.back();
    // Never obfuscated: the connection is encrypted (section 3.1.4.1.1).
    if (oxcrpc::append_extended(response.rop_buffer, output, last,
                                {.compress = may_compress && output.size() > compress_above})) {
      return failed(ErrorCode::general_failure);
    }
  }
  return response;
}

}  // namespace

ExecuteResponse execute(const RopDispatcher& dispatcher, MailboxSession& session,
                        const oxcmapihttp::ExecuteRequest& request) {
  constexpr std::size_t header = oxcrpc::RpcHeaderExt::wire_size;
  auto input = parse(request);
  if (input.has_error()) return input.error();

  const std::size_t max_out = std::min<std::size_t>(request.max_rop_out, oxcrpc::max_chain);
  const bool chained = (request.flags & flag_chain) != 0;
  std::vector<wire::Bytes> payloads;
  std::size_t used = 0;  // at most: before compression
  oxcrops::RopBuffer next = std::move(*input);
  for (;;) {
    const std::size_t room = std::min(max_out - used - header, oxcrpc::max_payload);
    RopResults results = dispatcher.run(session, std::move(next), room);
    // A repetition that gives nothing is left out: the client asks again and is told why.
    if (!payloads.empty() && !results.all_succeeded) break;
    if (results.error != ErrorCode::success) return failed(results.error);
    payloads.push_back(oxcrops::serialize(results.output).value());
    used += header + payloads.back().size();
    if (!chained || !results.chain || payloads.size() == max_chained) break;
    if (max_out - used < std::max(results.chain_room, header)) break;
    next = std::move(*results.chain);
  }

  return respond(payloads, (request.flags & flag_no_compression) == 0);
}

ExecuteResponse back_off(const oxcmapihttp::ExecuteRequest& request, std::chrono::milliseconds delay) {
  auto input = parse(request);
  if (input.has_error()) return input.error();
  wire::Reader reader(input->rops);
  oxcrops::RequestHead head;
  reader.read(head);
  if (!reader.ok()) return failed(ErrorCode::rpc_format);
  oxcrops::BackoffResponse response;
  response.logon_id = head.logon_id;
  response.duration = static_cast<wire::u32>(delay.count());
  wire::Writer rops;
  rops.write(oxcrops::BareHead{response.id});
  rops.write(response);
  const auto output = oxcrops::serialize(oxcrops::RopBuffer{rops.take(), std::move(input->handles)});
  if (!output) return failed(ErrorCode::general_failure);
  return respond({*output}, false);
}

}  // namespace mapigate::mapi
