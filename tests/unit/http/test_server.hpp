#pragma once

#include <openssl/ssl.h>
#include <poll.h>
#include <prometheus/registry.h>

#include <boost/asio/write.hpp>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"
#include "tests/fakes/await.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/test_ca.hpp"

namespace mapigate::http::test {

using boost::asio::ip::tcp;

// Collects what is logged; may be used from any thread.
class LogRecords {
 public:
  Logger logger() {
    return Logger(LogLevel::info, [this](const LogRecord& record) {
      const std::lock_guard lock(mutex_);
      lines_.push_back(fmt::format("{} {}", record.id, record.text));
    });
  }
  // "ID text" of those with that id.
  std::vector<std::string> of(std::string_view id) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> out;
    for (const std::string& line : lines_) {
      if (line.starts_with(std::string(id) + ' ')) out.push_back(line);
    }
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

// Asks again and again until it is true; false when it is not within 20 seconds.
template <class Condition>
bool eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

// A server on loopback with a certificate for localhost and "*.wild.test", and one for "other.test".
struct TestServer {
  TestServer() {
    const auto first = ca.write(folder.path(), "first", {.names = {"localhost", "*.wild.test"}});
    const auto second = ca.write(folder.path(), "second", {.names = {"other.test"}});
    files = {{first.chain, first.key}, {second.chain, second.key}};
    certificates = CertificateStore::load(files, clock, log).value();
    config.threads = 2;
    limits.request_timeout = std::chrono::seconds(20);
    trust = TrustStore::load(ca.write_root(folder.path())).value();
  }

  void start() {
    server.emplace(config, limits, log, metrics);
    https = server->listen({boost::asio::ip::address_v4::loopback(), 0}, router, certificates.get()).value();
    http = server->listen({boost::asio::ip::address_v4::loopback(), 0}, router, nullptr).value();
    server->start();
  }

  // The value of a gauge or counter without labels.
  double metric(const std::string& name) {
    for (const auto& family : metrics.Collect()) {
      if (family.name != name) continue;
      const auto& value = family.metric.front();
      return family.type == prometheus::MetricType::Gauge ? value.gauge.value : value.counter.value;
    }
    return -1;
  }
  std::size_t connections() { return static_cast<std::size_t>(metric("mapigate_http_connections")); }

  fakes::TempDir folder;
  fakes::TestCa ca;
  RealClock clock;
  LogRecords records;
  Logger log = records.logger();
  prometheus::Registry metrics;
  ServerConfig config;
  LimitsConfig limits;
  std::vector<CertificateFiles> files;
  std::unique_ptr<CertificateStore> certificates;
  TrustStore trust;
  Router router;
  tcp::endpoint https;
  tcp::endpoint http;
  std::optional<Server> server;
};

// A blocking connection that sends whatever bytes it is told, with or without TLS.
class RawClient {
 public:
  // `receive_buffer`: of the socket, in bytes; 0 leaves it as it is.
  RawClient(const tcp::endpoint& endpoint, bool tls, const std::string& server_name = "localhost",
            int receive_buffer = 0)
      : socket_(io()) {
    socket_.open(endpoint.protocol());
    if (receive_buffer > 0) socket_.set_option(tcp::socket::receive_buffer_size(receive_buffer));
    socket_.connect(endpoint);
    timeval limit{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (!tls) return;
    context_.reset(SSL_CTX_new(TLS_client_method()));
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_tlsext_host_name(ssl_.get(), server_name.c_str());
    SSL_set_fd(ssl_.get(), socket_.native_handle());
    if (SSL_connect(ssl_.get()) != 1) throw std::runtime_error("no TLS");
  }

  bool send(std::string_view data) {
    if (ssl_) return SSL_write(ssl_.get(), data.data(), static_cast<int>(data.size())) > 0;
    boost::system::error_code code;
    boost::asio::write(socket_, boost::asio::buffer(data), code);
    return !code;
  }
  // What comes until `mark` or the end of the connection.
  std::string receive_until(std::string_view mark) {
    std::string out;
    char byte = 0;
    while (out.find(mark) == out.npos) {
      const auto got = ssl_ ? SSL_read(ssl_.get(), &byte, 1) : ::recv(socket_.native_handle(), &byte, 1, 0);
      if (got <= 0) break;
      out += byte;
    }
    return out;
  }
  std::string receive_all() {
    std::string out;
    while (receive_some(out)) {
    }
    return out;
  }
  // Appends what comes next; false at the end of the connection.
  bool receive_some(std::string& out) {
    char buffer[16 * 1024];
    const auto got = ssl_ ? SSL_read(ssl_.get(), buffer, sizeof buffer)
                          : ::recv(socket_.native_handle(), buffer, sizeof buffer, 0);
    if (got > 0) out.append(buffer, static_cast<std::size_t>(got));
    return got > 0;
  }
  // Whether something can be read, or the connection has ended, within the time.
  bool readable(std::chrono::milliseconds time) {
    pollfd entry{.fd = socket_.native_handle(), .events = POLLIN, .revents = 0};
    return ::poll(&entry, 1, static_cast<int>(time.count())) > 0;
  }
  // The server has ended TLS in good order, and not just cut the connection.
  bool ended_in_order() const { return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
  SSL* ssl() { return ssl_.get(); }
  tcp::socket& socket() { return socket_; }

 private:
  // One for all clients: each has three file descriptors of its own.
  static boost::asio::io_context& io() {
    static boost::asio::io_context shared;
    return shared;
  }

  tcp::socket socket_;
  ssl::ContextPtr context_;
  ssl::SslPtr ssl_;
};

// One request over a new TLS connection.
inline Result<ClientResponse> fetch(TestServer& server, const ClientRequest& request,
                                    const std::string& name = "localhost") {
  return fakes::await<Result<ClientResponse>>(
      [&](boost::asio::any_io_executor executor) -> boost::asio::awaitable<Result<ClientResponse>> {
        ClientConnection connection(executor);
        const auto code = co_await connection.connect(server.https, std::chrono::seconds(10));
        if (code) co_return Error{code.message()};
        const TlsOutcome tls = co_await connection.handshake(server.trust, name, std::chrono::seconds(10));
        if (!tls.ok()) co_return Error{tls.detail};
        co_return co_await connection.exchange(request, 1 << 20, std::chrono::seconds(10));
      });
}

}  // namespace mapigate::http::test
