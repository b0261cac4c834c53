#pragma once

#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"

namespace mapigate::mapi::handlers {

// The ROPs of [MS-OXCTABL], and those of other documents that open tables: RopGetHierarchyTable and
// RopGetContentsTable of [MS-OXCFOLD], RopGetAttachmentTable of [MS-OXCMSG], RopGetPermissionsTable of
// [MS-OXCPERM], RopGetRulesTable of [MS-OXORULE]. `services` outlives the registry.
void register_oxctabl(RopRegistry& registry, const RopServices& services);

}  // namespace mapigate::mapi::handlers
