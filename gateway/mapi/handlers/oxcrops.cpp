#include "gateway/mapi/handlers/oxcrops.hpp"

#include "protocol/oxcrops/requests.hpp"

namespace mapigate::mapi::handlers {

namespace {

// [MS-OXCROPS] section 2.2.15.3: frees the object. There is no response, so nothing can be said about a
// handle that is none.
boost::asio::awaitable<RopOutcome> release(RopCall& call, const oxcrops::ReleaseRequest&) {
  call.session.objects.release(call.handles[call.head.handle_index]);
  co_return RopOutcome{};
}

}  // namespace

void register_oxcrops(RopRegistry& registry) {
  registry.add<oxcrops::ReleaseRequest>(release, {.has_response = false});
}

}  // namespace mapigate::mapi::handlers
