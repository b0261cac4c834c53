#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>

#include "gateway/base/log.hpp"
#include "gateway/base/result.hpp"
#include "gateway/http/certificate_store.hpp"
#include "gateway/http/config.hpp"
#include "gateway/http/router.hpp"

namespace prometheus {
class Registry;
}

namespace mapigate::http {

// Listens and serves on its own threads, each with its own io_context: a connection stays on one thread from
// its first byte to its last.
class Server {
 public:
  // All arguments outlive the server.
  Server(const ServerConfig& config, const LimitsConfig& limits, const Logger& log,
         prometheus::Registry& metrics);
  ~Server();

  // Binds at once and accepts from start() on. Plain HTTP when `certificates` is null. The router and the
  // certificates outlive the server. Returns the address bound to (port 0 asks for a free one).
  Result<boost::asio::ip::tcp::endpoint> listen(const boost::asio::ip::tcp::endpoint& endpoint,
                                                const Router& router, const CertificateStore* certificates);
  void start();
  // Takes no more connections and lets those that are answering a request finish it, for at most
  // config.drain_timeout; then cuts the rest and joins the threads. Blocks.
  void stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mapigate::http
