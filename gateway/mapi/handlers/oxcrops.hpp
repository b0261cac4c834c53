#pragma once

#include "gateway/mapi/rop_registry.hpp"

namespace mapigate::mapi::handlers {

// RopRelease, the one ROP that [MS-OXCROPS] itself specifies (section 2.2.15.3).
void register_oxcrops(RopRegistry& registry);

}  // namespace mapigate::mapi::handlers
