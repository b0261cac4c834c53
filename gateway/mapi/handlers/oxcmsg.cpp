#include "gateway/mapi/handlers/oxcmsg.hpp"

#include "gateway/mapi/handlers/oxcmsg_parts.hpp"

namespace mapigate::mapi::handlers {

void register_oxcmsg(RopRegistry& registry, const RopServices& services) {
  register_oxcmsg_messages(registry);
  register_oxcmsg_recipients(registry);
  register_oxcmsg_attachments(registry);
  register_oxcmsg_status(registry, services);
}

}  // namespace mapigate::mapi::handlers
