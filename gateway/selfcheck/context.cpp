#include "gateway/selfcheck/context.hpp"

#include <algorithm>

namespace mapigate::selfcheck {

bool Context::is_gateway(const boost::asio::ip::address& address) const {
  return std::ranges::find(gateway_addresses, address) != gateway_addresses.end();
}

void Visit::absorb(Visit other) {
  steps.add_below(std::move(other.steps));
  findings.add(std::move(other.findings).take());
  gateway_refused = gateway_refused || other.gateway_refused;
  gateway_connected = gateway_connected || other.gateway_connected;
}

}  // namespace mapigate::selfcheck
