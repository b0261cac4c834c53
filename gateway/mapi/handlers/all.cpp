#include "gateway/mapi/handlers/all.hpp"

#include "gateway/mapi/handlers/oxcfold.hpp"
#include "gateway/mapi/handlers/oxcmsg.hpp"
#include "gateway/mapi/handlers/oxcperm.hpp"
#include "gateway/mapi/handlers/oxcprpt.hpp"
#include "gateway/mapi/handlers/oxcstor.hpp"
#include "gateway/mapi/handlers/oxctabl.hpp"
#include "gateway/mapi/handlers/oxomsg.hpp"
#include "gateway/mapi/handlers/oxorule.hpp"

namespace mapigate::mapi::handlers {

void register_all(RopRegistry& registry, const RopServices& services) {
  register_oxcstor(registry, services);
  register_oxcfold(registry, services);
  register_oxcmsg(registry, services);
  register_oxctabl(registry, services);
  register_oxcprpt(registry);
  register_oxcperm(registry, services);
  register_oxorule(registry);
  register_oxomsg(registry, services);
}

}  // namespace mapigate::mapi::handlers
