#include "gateway/mapi/handlers/oxcprpt.hpp"

#include "gateway/mapi/handlers/oxcprpt_parts.hpp"

namespace mapigate::mapi::handlers {

void register_oxcprpt(RopRegistry& registry) {
  register_oxcprpt_properties(registry);
  register_oxcprpt_named_properties(registry);
  register_oxcprpt_copy(registry);
  register_oxcprpt_streams(registry);
}

}  // namespace mapigate::mapi::handlers
