#include "gateway/mapi/rop_registry.hpp"

#include "gateway/mapi/handlers/oxcrops.hpp"

namespace mapigate::mapi {

RopRegistry::RopRegistry() { handlers::register_oxcrops(*this); }

}  // namespace mapigate::mapi
