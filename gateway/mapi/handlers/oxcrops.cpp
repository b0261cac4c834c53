#include "gateway/mapi/handlers/oxcrops.hpp"

#include "gateway/mapi/objects/logon_object.hpp"
#include "protocol/oxcrops/requests.hpp"

namespace mapigate::mapi::handlers {

namespace {

// [MS-OXCROPS] section 2.2.15.3: frees the object. There is no response, so nothing can be said about a
// handle that is none.
//
// With a logon goes everything that was opened in it (section 3.2.5.3).
void release(RopCall& call, const oxcrops::ReleaseRequest&) {
  if (const auto* logon = call.input<LogonObject>()) {
    const wire::u8 logon_id = logon->logon_id;
    call.session.objects.release_logon(logon_id);
    call.session.logons.erase(logon_id);
  } else {
    call.session.objects.release(call.handles[call.head.handle_index]);
  }
}

}  // namespace

void register_oxcrops(RopRegistry& registry) { registry.add_silent<oxcrops::ReleaseRequest>(release); }

}  // namespace mapigate::mapi::handlers
