// The HTTP layer alone, for comparison with nginx: answers every request for /autodiscover/autodiscover.xml
// with the content of a file.
//
//   http_static CHAIN KEY BODY PORT THREADS      until SIGTERM
#include <fmt/core.h>
#include <prometheus/registry.h>
#include <signal.h>

#include <cstdlib>

#include "gateway/base/clock.hpp"
#include "gateway/http/server.hpp"
#include "tests/fakes/process.hpp"

int main(int argc, char** argv) {
  using namespace mapigate;
  if (argc != 6) {
    fmt::print(stderr, "usage: http_static CHAIN KEY BODY PORT THREADS\n");
    return 2;
  }
  sigset_t end;
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  sigaddset(&end, SIGINT);
  pthread_sigmask(SIG_BLOCK, &end, nullptr);

  const RealClock clock;
  const Logger log = make_logger(LogConfig{}).value();
  const auto certificates = http::CertificateStore::load({{argv[1], argv[2]}}, clock, log).value();
  const std::string body = fakes::read_file(argv[3]);
  http::Router router;
  router.add("/autodiscover/autodiscover.xml",
             {[&body](http::Request&) -> boost::asio::awaitable<http::Response> {
                http::Response response;
                response.headers.add("Content-Type", "text/xml; charset=utf-8");
                response.body = body;
                co_return response;
              },
              64 * 1024});
  prometheus::Registry metrics;
  http::ServerConfig config;
  config.threads = static_cast<unsigned>(std::atoi(argv[5]));
  const http::LimitsConfig limits;
  http::Server server(config, limits, log, metrics);
  const auto port = static_cast<std::uint16_t>(std::atoi(argv[4]));
  server.listen({boost::asio::ip::address_v4::loopback(), port}, router, certificates.get()).value();
  server.start();
  fmt::print("ready\n");
  std::fflush(stdout);
  int signal = 0;
  sigwait(&end, &signal);
  server.stop();
  return 0;
}
