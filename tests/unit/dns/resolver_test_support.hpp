#pragma once

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/base/random.hpp"
#include "gateway/selfcheck/dns/cares_resolver.hpp"

namespace mapigate::dns {

// An event loop with a resolver that asks the given servers.
class ResolverTest : public ::testing::Test {
 protected:
  // Where an answer is expected, a busy machine has time for it. Where none is, the test sets a short limit.
  static ResolverConfig asking(const std::vector<std::string>& servers,
                               std::chrono::milliseconds timeout = std::chrono::seconds(20)) {
    ResolverConfig config;
    config.servers = parse_servers(servers).value();
    config.timeout = timeout;
    config.tries = 1;
    config.queries_per_second = 100'000;
    return config;
  }

  std::unique_ptr<CaresResolver> make(const ResolverConfig& config) {
    return std::make_unique<CaresResolver>(io.get_executor(), config, clock, random);
  }

  void start(Resolver& resolver, const std::string& name, RecordType type, std::optional<DnsAnswer>& answer) {
    io.restart();
    boost::asio::co_spawn(io, resolver.query(name, type),
                          [&answer](const std::exception_ptr& error, DnsAnswer got) {
                            EXPECT_FALSE(error);
                            answer = std::move(got);
                          });
  }

  void run() {
    io.restart();
    io.run();
  }

  DnsAnswer ask(Resolver& resolver, const std::string& name, RecordType type) {
    std::optional<DnsAnswer> answer;
    start(resolver, name, type, answer);
    run();
    EXPECT_TRUE(answer);
    return answer.value_or(DnsAnswer{});
  }

  DnsAnswer ask(const ResolverConfig& config, const std::string& name, RecordType type) {
    const auto resolver = make(config);
    return ask(*resolver, name, type);
  }

  RealClock clock;
  SystemRandom random;
  boost::asio::io_context io;
};

inline std::vector<DnsStatus> statuses(const DnsAnswer& answer) {
  std::vector<DnsStatus> list;
  for (const DnsAttempt& attempt : answer.attempts) list.push_back(attempt.status);
  return list;
}

inline std::vector<std::string> texts(const std::vector<boost::asio::ip::address>& addresses) {
  std::vector<std::string> list;
  for (const auto& address : addresses) list.push_back(address.to_string());
  return list;
}

}  // namespace mapigate::dns
