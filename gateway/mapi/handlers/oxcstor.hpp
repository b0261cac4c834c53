#pragma once

#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"

namespace mapigate::mapi::handlers {

// The ROPs of [MS-OXCSTOR], and RopGetLocalReplicaIds of [MS-OXCFXICS].
void register_oxcstor(RopRegistry& registry, const RopServices& services);

}  // namespace mapigate::mapi::handlers
