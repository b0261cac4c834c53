#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/selfcheck/dns/server_address.hpp"

namespace mapigate::dns {

struct ResolverConfig {
  // In the order in which they are asked; at most 16. None: those of /etc/resolv.conf.
  std::vector<ServerAddress> servers;
  // How long one resolver has for one answer; the TCP fall-back of a truncated one has it once more.
  // 10 ms to 1 min.
  std::chrono::milliseconds timeout{2000};
  // How often the list of resolvers is gone through before a name is given up. 1 to 10.
  int tries = 2;
  // Packets sent a second, all resolvers together. 1 to 100,000. c-ares has no limit of its own, and public
  // resolvers begin to drop queries at some thousands a second.
  int queries_per_second = 1000;
  // Queries that wait for an answer at the same time, each with a socket of its own (two when it goes over
  // TCP) and 70 KB of memory. 1 to 4096.
  std::size_t in_flight = 100;
};

// Reads the list of resolvers and checks the ranges above.
Result<std::vector<ServerAddress>> parse_servers(const std::vector<std::string>& texts);
Result<void> validate(const ResolverConfig& config);

}  // namespace mapigate::dns
