#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <string>

#include "gateway/base/log.hpp"
#include "gateway/http/config.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/router.hpp"
#include "gateway/http/stream.hpp"

namespace prometheus {
class Counter;
}

namespace mapigate::http {

// Counters of one server, by the first digit of the status.
struct RequestCounters {
  prometheus::Counter* by_class[6] = {};
  prometheus::Counter* tls_failures = nullptr;
};

// What all connections of one listener share. Outlives them.
struct ConnectionContext {
  const Router& router;
  const ServerConfig& server;
  const LimitsConfig& limits;
  const Logger& log;
  const RequestCounters& counters;
  const std::atomic<bool>& draining;
};

// The server's side of one connection (RFC 9112): TLS handshake, then one request after another.
class Connection {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `refuse`: the server is full; the first request is answered 503 and the connection closed.
  Connection(const ConnectionContext& context, Stream stream, boost::asio::ip::address peer, bool refuse);

  boost::asio::awaitable<void> run();

  // For the sweeper, on the connection's thread: when the step under way is overdue, and whether no request
  // is under way, so that closing loses nothing.
  Time deadline() const { return deadline_; }
  bool idle() const { return idle_; }
  void close();

 private:
  class ChunkedBody;
  struct Exchange;

  void allow(std::chrono::milliseconds time) { deadline_ = std::chrono::steady_clock::now() + time; }
  boost::asio::awaitable<bool> serve_one();
  boost::asio::awaitable<bool> read_header(Exchange& exchange);
  boost::asio::awaitable<bool> read_body(Exchange& exchange);
  boost::asio::awaitable<bool> fill_buffer();
  void note_header(Exchange& exchange);
  void check_header(Exchange& exchange);
  boost::asio::awaitable<bool> respond(Exchange& exchange, Response response);
  boost::asio::awaitable<bool> write(std::string_view data);
  boost::asio::awaitable<Response> handle(const Route& route, Request& request);
  boost::asio::awaitable<void> linger();
  boost::asio::ip::address client_address(const HeaderViews& headers) const;

  const ConnectionContext& context_;
  Stream stream_;
  boost::asio::ip::address peer_;
  std::string buffer_;  // bytes received and not yet parsed
  Time deadline_;
  unsigned reads_ = 0;  // only its last digits count
  bool idle_ = true;
  bool refuse_;
};

}  // namespace mapigate::http
