#include "gateway/auth/config.hpp"

#include "gateway/base/config_reader.hpp"

namespace mapigate::auth {

namespace {

using namespace std::chrono_literals;

template <class Integer>
void read(ConfigTable& table, std::string_view key, Integer& value, std::int64_t min, std::int64_t max) {
  value = static_cast<Integer>(table.integer(key, static_cast<std::int64_t>(value), min, max));
}

void read(ConfigTable& table, std::string_view key, std::chrono::milliseconds& value,
          std::chrono::milliseconds min, std::chrono::milliseconds max) {
  value = table.duration(key, value, min, max);
}

ThrottleConfig parse_throttle(ConfigTable table) {
  ThrottleConfig config;
  read(table, "account_failures", config.account_failures, 1, 10'000);
  read(table, "account_recovery", config.account_recovery, 100ms, 24h);
  read(table, "address_failures", config.address_failures, 1, 100'000);
  read(table, "address_recovery", config.address_recovery, 10ms, 24h);
  read(table, "known_failures", config.known_failures, 1, 10'000);
  read(table, "known_recovery", config.known_recovery, 100ms, 24h);
  read(table, "known_life", config.known_life, 1min, 24h * 365);
  read(table, "delay_min", config.delay_min, 0ms, 60s);
  read(table, "delay_max", config.delay_max, 0ms, 60s);
  if (config.delay_max < config.delay_min) {
    table.problem(table.has("delay_max") ? "delay_max" : "delay_min",
                  "delay_max must not be below delay_min");
  }
  return config;
}

}  // namespace

Config parse_config(ConfigTable& table) {
  Config config;
  // The least that libsodium accepts is 8 KiB; the most is what a gateway can spare for each worker.
  read(table, "memory_kib", config.hash.memory_kib, 8, 4 * 1024 * 1024);
  read(table, "operations", config.hash.operations, 1, 100);
  read(table, "hash_threads", config.hash_threads, 0, 256);
  read(table, "hash_queue", config.hash_queue, 1, 100'000);
  read(table, "cache_life", config.cache_life, 0ms, 24h);
  read(table, "cache_max_life", config.cache_max_life, 0ms, 7 * 24h);
  read(table, "cache_entries", config.cache_entries, 1, 10'000'000);
  config.throttle = parse_throttle(table.table("throttle"));
  return config;
}

}  // namespace mapigate::auth
