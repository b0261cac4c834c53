#pragma once

#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"

namespace mapigate::mapi::handlers {

// The handlers of every document. `services` outlives the registry.
void register_all(RopRegistry& registry, const RopServices& services);

}  // namespace mapigate::mapi::handlers
