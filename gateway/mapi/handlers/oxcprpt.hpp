#pragma once

#include "gateway/mapi/rop_registry.hpp"

namespace mapigate::mapi::handlers {

// [MS-OXCPRPT]: properties, named properties and streams of logons, folders, messages and attachments.
void register_oxcprpt(RopRegistry& registry);

}  // namespace mapigate::mapi::handlers
