// Queries a second of the resolver against dnsmasq on the loopback: dns_queries [queries] [in flight]
#include <fmt/core.h>
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>

#include "gateway/base/clock.hpp"
#include "gateway/base/random.hpp"
#include "gateway/selfcheck/dns/cares_resolver.hpp"
#include "tests/fakes/dnsmasq.hpp"

namespace {

using namespace mapigate;

// One of the side-by-side walks of a self-check: query after query.
boost::asio::awaitable<void> walk(dns::Resolver& resolver, int& left, int& failed) {
  while (left > 0) {
    const std::string name = "n" + std::to_string(left-- % 1000) + ".bench.test";
    const dns::DnsAnswer answer = co_await resolver.query(name, dns::RecordType::a);
    if (answer.status != dns::DnsStatus::ok) ++failed;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int queries = argc > 1 ? std::atoi(argv[1]) : 50'000;
  const int in_flight = argc > 2 ? std::atoi(argv[2]) : 100;
  std::vector<std::string> zone{"local=/bench.test/"};
  for (int i = 0; i < 1000; ++i)
    zone.push_back(fmt::format("host-record=n{}.bench.test,10.0.{}.{}", i, i / 256, i % 256));
  const fakes::Dnsmasq server(zone);

  boost::asio::io_context io(1);
  RealClock clock;
  SystemRandom random;
  dns::ResolverConfig config;
  config.servers = dns::parse_servers({server.address()}).value();
  config.queries_per_second = 100'000;
  config.in_flight = static_cast<std::size_t>(in_flight);
  dns::CaresResolver resolver(io.get_executor(), config, clock, random);

  int left = queries, failed = 0;
  const auto started = clock.steady_now();
  for (int i = 0; i < 2 * in_flight; ++i) {
    boost::asio::co_spawn(io, walk(resolver, left, failed), [](const std::exception_ptr& error) {
      if (error) std::rethrow_exception(error);
    });
  }
  io.run();
  const double seconds = std::chrono::duration<double>(clock.steady_now() - started).count();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto cpu = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                   static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
  fmt::print("{} queries, {} in flight: {:.0f} a second, {} failed, {:.1f} s of processor, {} MB at most\n",
             queries, in_flight, queries / seconds, failed, cpu, usage.ru_maxrss / 1024);
  return failed == 0 ? 0 : 1;
}
