#include "gateway/mapi/handlers/oxcfold.hpp"

#include "gateway/mapi/handlers/oxcfold_parts.hpp"

namespace mapigate::mapi::handlers {

void register_oxcfold(RopRegistry& registry, const RopServices& services) {
  register_oxcfold_folders(registry);
  register_oxcfold_contents(registry, services);
  register_oxcfold_search(registry);
}

}  // namespace mapigate::mapi::handlers
