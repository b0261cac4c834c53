#include "gateway/selfcheck/checks/place.hpp"

#include "gateway/selfcheck/advice.hpp"

namespace mapigate::selfcheck {

std::string Place::lead_here() const {
  const Identity& identity = context.identity;
  // At the root stands the web site: its address is not to be changed for Outlook's sake.
  if (is_gateway() || method == Method::https_root || url.host == identity.gateway_host) {
    return proxy_rule(identity.gateway_host, context.config.https_port);
  }
  return host_line(url.host, identity.gateway_host);
}

}  // namespace mapigate::selfcheck
