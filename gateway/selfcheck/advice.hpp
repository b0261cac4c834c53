#pragma once

#include <string>
#include <string_view>
#include <vector>

// The lines of a repair: to be pasted into a zone file, a shell or a configuration.
namespace mapigate::selfcheck {

// "autodiscover.example.com. 3600 IN CNAME mail.example.net."; an address record where the name is the
// gateway's own host name.
std::string host_line(std::string_view host, std::string_view gateway_host);
// "_autodiscover._tcp.example.com. 3600 IN SRV 0 0 443 mail.example.net."
std::string srv_line(std::string_view domain, std::string_view gateway_host, unsigned port);
// "certbot certonly -d mail.example.net -d autodiscover.example.com"
std::string certificate_line(const std::vector<std::string>& names);
// For nginx in front of the gateway.
std::string proxy_rule(std::string_view gateway_host, unsigned port);

}  // namespace mapigate::selfcheck
