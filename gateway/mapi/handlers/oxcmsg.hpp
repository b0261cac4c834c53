#pragma once

#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"

namespace mapigate::mapi::handlers {

// [MS-OXCMSG]: messages, their recipients, their attachments, their status and read state. `services`
// outlives the registry.
void register_oxcmsg(RopRegistry& registry, const RopServices& services);

}  // namespace mapigate::mapi::handlers
