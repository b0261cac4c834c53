#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "gateway/base/config_reader.hpp"
#include "gateway/selfcheck/dns/config.hpp"

namespace mapigate::selfcheck {

// How many names must pass before the gateway serves any.
enum class Require {
  any,   // at least one; only names that pass are served
  all,   // every one, else the gateway does not start; afterwards as `any`
  none,  // every name is served whatever the check says of it
};

// Section [selfcheck].
struct Config {
  using Duration = std::chrono::milliseconds;

  dns::ResolverConfig resolver;  // keys resolvers, dns_timeout, queries_per_second
  // Where Outlook would connect to; other than 443 and 80 only for demonstrations and tests. A SRV record
  // brings a port of its own.
  std::uint16_t https_port = 443;
  std::uint16_t http_port = 80;
  std::string ca_file;  // certificates trusted beside the system's
  Duration connect_timeout = std::chrono::seconds(5);
  Duration tls_timeout = std::chrono::seconds(5);
  Duration http_timeout = std::chrono::seconds(10);  // Outlook waits 25 s by default
  // Names checked, and connections open, at the same time.
  std::size_t concurrency = 100;
  Require require = Require::any;
  Duration recheck_interval = std::chrono::hours(1);
  int drop_after = 3;  // failed rounds in a row until a served name is no longer served
  // How long the last known verdict holds where nothing can be tested.
  Duration unknown_grace = std::chrono::hours(24);
  int certificate_days = 30;  // warn that many days before a certificate ends
  bool tls_proxy = true;      // whether somebody else may end the TLS connection in front of the gateway
  std::filesystem::path state_dir;       // default: [store] folder
  std::filesystem::path proof_key_file;  // default: proof.key in state_dir

  // What the gateway remembers of its last check, and what `mapigate check` does of its own.
  std::filesystem::path state_file() const { return state_dir / "selfcheck.json"; }
  std::filesystem::path check_state_file() const { return state_dir / "check.json"; }
};

// Reads the table [selfcheck]; notes problems in it.
// `store_folder`: the state folder unless it is configured.
Config parse_config(ConfigTable& table, const std::filesystem::path& store_folder);

}  // namespace mapigate::selfcheck
