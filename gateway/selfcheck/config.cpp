#include "gateway/selfcheck/config.hpp"

namespace mapigate::selfcheck {

namespace {

using namespace std::chrono_literals;

dns::ResolverConfig parse_resolver(ConfigTable& table) {
  dns::ResolverConfig resolver;
  auto servers = dns::parse_servers(table.texts("resolvers", {}));
  if (servers) {
    resolver.servers = *std::move(servers);
  } else {
    table.problem("resolvers", servers.error().message);
  }
  resolver.timeout = table.duration("dns_timeout", resolver.timeout, 10ms, 1min);
  resolver.queries_per_second =
      static_cast<int>(table.integer("queries_per_second", resolver.queries_per_second, 1, 100'000));
  return resolver;
}

}  // namespace

Config parse_config(ConfigTable& table, const std::filesystem::path& store_folder) {
  Config config;
  config.resolver = parse_resolver(table);
  config.https_port = static_cast<std::uint16_t>(table.integer("https_port", config.https_port, 1, 65535));
  config.http_port = static_cast<std::uint16_t>(table.integer("http_port", config.http_port, 1, 65535));
  config.ca_file = table.readable_file("ca_file").string();
  config.connect_timeout = table.duration("connect_timeout", config.connect_timeout, 10ms, 2min);
  config.tls_timeout = table.duration("tls_timeout", config.tls_timeout, 10ms, 2min);
  config.http_timeout = table.duration("http_timeout", config.http_timeout, 10ms, 2min);
  config.concurrency = static_cast<std::size_t>(
      table.integer("concurrency", static_cast<std::int64_t>(config.concurrency), 1, 10'000));
  const std::string require = table.choice("require", "any", {"any", "all", "none"});
  config.require = require == "all" ? Require::all : require == "none" ? Require::none : Require::any;
  config.recheck_interval = table.duration("recheck_interval", config.recheck_interval, 1s, 7 * 24h);
  config.drop_after = static_cast<int>(table.integer("drop_after", config.drop_after, 1, 1000));
  config.unknown_grace = table.duration("unknown_grace", config.unknown_grace, 0s, 90 * 24h);
  config.certificate_days =
      static_cast<int>(table.integer("certificate_days", config.certificate_days, 0, 365));
  config.tls_proxy = table.flag("tls_proxy", config.tls_proxy);
  config.state_dir = table.path("state_dir", store_folder);
  config.proof_key_file = table.path("proof_key_file", config.state_dir / "proof.key");
  return config;
}

}  // namespace mapigate::selfcheck
