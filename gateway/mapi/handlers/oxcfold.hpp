#pragma once

#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"

namespace mapigate::mapi::handlers {

// The ROPs of [MS-OXCFOLD] but the two that open tables (oxctabl.hpp).
void register_oxcfold(RopRegistry& registry, const RopServices& services);

}  // namespace mapigate::mapi::handlers
