#pragma once

#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"

namespace mapigate::mapi::handlers {

// RopModifyPermissions of [MS-OXCPERM]; RopGetPermissionsTable is in oxctabl.hpp.
void register_oxcperm(RopRegistry& registry, const RopServices& services);

}  // namespace mapigate::mapi::handlers
