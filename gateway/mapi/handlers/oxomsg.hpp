#pragma once

#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"

namespace mapigate::mapi::handlers {

// [MS-OXOMSG]: messages are sent, by the server or by a client.
void register_oxomsg(RopRegistry& registry, const RopServices& services);

}  // namespace mapigate::mapi::handlers
