#include "gateway/mapi/handlers/oxctabl.hpp"

#include "gateway/mapi/handlers/oxctabl_parts.hpp"

namespace mapigate::mapi::handlers {

void register_oxctabl(RopRegistry& registry, const RopServices& services) {
  register_oxctabl_open(registry, services);
  register_oxctabl_view(registry);
  register_oxctabl_cursor(registry);
  register_oxctabl_rows(registry);
  register_oxctabl_categories(registry);
}

}  // namespace mapigate::mapi::handlers
