#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace mapigate {
class ConfigTable;
}

namespace mapigate::auth {

// [auth] memory_kib, operations. The defaults are the first of the settings for argon2id that the OWASP
// Password Storage Cheat Sheet gives as equivalent (19 MiB, 2 iterations, 1 lane).
struct HashConfig {
  std::uint32_t memory_kib = 19'456;
  std::uint32_t operations = 2;

  bool operator==(const HashConfig&) const = default;
};

// [auth.throttle]. A bucket holds so many failures, and regains one in each recovery time.
struct ThrottleConfig {
  std::size_t account_failures = 10;
  std::chrono::milliseconds account_recovery{60'000};
  std::size_t address_failures = 50;  // of one IPv4 address or one IPv6 /64; many users may share one
  std::chrono::milliseconds address_recovery{5'000};
  std::size_t known_failures = 10;  // of an account at an address where it has logged in
  std::chrono::milliseconds known_recovery{60'000};
  std::chrono::milliseconds known_life{7 * 86'400'000LL};  // since the last success
  // How long an attempt waits for its 401 when it was not even looked at.
  std::chrono::milliseconds delay_min{1'000};
  std::chrono::milliseconds delay_max{3'000};

  bool operator==(const ThrottleConfig&) const = default;
};

// [auth]
struct Config {
  HashConfig hash;
  unsigned hash_threads = 0;     // 0: half of the processors, at least one
  std::size_t hash_queue = 256;  // verifications waiting; what comes on top is answered 503
  // A verified credential is remembered until it was not used for cache_life, at most for cache_max_life.
  std::chrono::milliseconds cache_life{300'000};
  std::chrono::milliseconds cache_max_life{3'600'000};
  std::size_t cache_entries = 20'000;
  ThrottleConfig throttle;

  bool operator==(const Config&) const = default;
};

Config parse_config(ConfigTable& table);

}  // namespace mapigate::auth
