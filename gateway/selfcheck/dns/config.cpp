#include "gateway/selfcheck/dns/config.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace mapigate::dns {
namespace {

constexpr std::size_t kMaxServers = 16;

Result<void> check(std::string_view what, auto value, auto min, auto max) {
  if (value < min || value > max)
    return Error{fmt::format("{} is {}, but must be from {} to {}", what, value, min, max)};
  return {};
}

}  // namespace

Result<std::vector<ServerAddress>> parse_servers(const std::vector<std::string>& texts) {
  std::vector<ServerAddress> servers;
  for (const std::string& text : texts) {
    auto server = parse_server_address(text);
    if (!server) return server.error();
    if (std::find(servers.begin(), servers.end(), *server) != servers.end())
      return Error{fmt::format("the resolver {} is named twice", server->to_string())};
    servers.push_back(*server);
  }
  if (servers.size() > kMaxServers)
    return Error{
        fmt::format("{} resolvers are named, but at most {} can be used", servers.size(), kMaxServers)};
  return servers;
}

Result<void> validate(const ResolverConfig& config) {
  if (auto ok = check("the number of resolvers", config.servers.size(), 0u, kMaxServers); !ok) return ok;
  if (auto ok = check("the resolver time-out in milliseconds", config.timeout.count(), 10, 60'000); !ok)
    return ok;
  if (auto ok = check("the number of tries", config.tries, 1, 10); !ok) return ok;
  if (auto ok = check("the number of queries a second", config.queries_per_second, 1, 100'000); !ok)
    return ok;
  return check("the number of queries in flight", config.in_flight, 1u, 4096u);
}

}  // namespace mapigate::dns
