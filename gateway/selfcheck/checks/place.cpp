#include "gateway/selfcheck/checks/place.hpp"

#include "gateway/selfcheck/advice.hpp"

namespace mapigate::selfcheck {

std::string Place::lead_here() const {
  const std::string& gateway = context.identity.gateway_host;
  const std::uint16_t port = context.config.https_port;
  // At the root stands the web site: its address is not to be changed for Outlook's sake.
  if (is_gateway() || method == Method::https_root || url.host == gateway) return proxy_rule(gateway, port);
  if (method == Method::srv) return srv_line(name, gateway, port);
  return host_line("autodiscover." + name, gateway);
}

}  // namespace mapigate::selfcheck
