#include "gateway/mapi/handlers/oxcrops.hpp"

#include "protocol/oxcrops/requests.hpp"

namespace mapigate::mapi::handlers {

namespace {

// [MS-OXCROPS] section 2.2.15.3: frees the object. There is no response, so nothing can be said about a
// handle that is none.
void release(RopCall& call, const oxcrops::ReleaseRequest&) {
  call.session.objects.release(call.handles[call.head.handle_index]);
}

}  // namespace

void register_oxcrops(RopRegistry& registry) { registry.add_silent<oxcrops::ReleaseRequest>(release); }

}  // namespace mapigate::mapi::handlers
