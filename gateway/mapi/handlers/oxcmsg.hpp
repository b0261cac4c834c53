#pragma once

#include "gateway/mapi/rop_registry.hpp"

namespace mapigate::mapi::handlers {

// [MS-OXCMSG]: messages, their recipients, their attachments, their status and read state.
void register_oxcmsg(RopRegistry& registry);

}  // namespace mapigate::mapi::handlers
