#pragma once

#include "gateway/mapi/rop_registry.hpp"

namespace mapigate::mapi::handlers {

// RopModifyRules and RopUpdateDeferredActionMessages of [MS-OXORULE]; RopGetRulesTable is in oxctabl.hpp.
void register_oxorule(RopRegistry& registry);

}  // namespace mapigate::mapi::handlers
