#include "gateway/selfcheck/advice.hpp"

#include <fmt/core.h>

namespace mapigate::selfcheck {

std::string host_line(std::string_view host, std::string_view gateway_host) {
  if (host == gateway_host) return fmt::format("{}. 3600 IN A <public address of the gateway>", host);
  return fmt::format("{}. 3600 IN CNAME {}.", host, gateway_host);
}

std::string srv_line(std::string_view domain, std::string_view gateway_host, unsigned port) {
  return fmt::format("_autodiscover._tcp.{}. 3600 IN SRV 0 0 {} {}.", domain, port, gateway_host);
}

std::string certificate_line(const std::vector<std::string>& names) {
  std::string line = "certbot certonly";
  for (const std::string& name : names) line += " -d " + name;
  return line;
}

std::string proxy_rule(std::string_view gateway_host, unsigned port) {
  return fmt::format(
      "location ~* ^/(autodiscover|mapi)(/|$) {{ proxy_pass https://{}{}; proxy_set_header Host $host; "
      "proxy_buffering off; proxy_request_buffering off; proxy_read_timeout 30m; }}",
      gateway_host, port == 443 ? std::string() : fmt::format(":{}", port));
}

}  // namespace mapigate::selfcheck
