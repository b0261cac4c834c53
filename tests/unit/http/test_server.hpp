#pragma once

#include <openssl/ssl.h>
#include <prometheus/registry.h>

#include <functional>
#include <string>
#include <vector>

#include "gateway/base/clock.hpp"
#include "gateway/http/client.hpp"
#include "gateway/http/server.hpp"
#include "tests/fakes/await.hpp"
#include "tests/fakes/process.hpp"
#include "tests/fakes/test_ca.hpp"

namespace mapigate::http::test {

using boost::asio::ip::tcp;

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

  fakes::TempDir folder;
  fakes::TestCa ca;
  RealClock clock;
  Logger log{LogLevel::warning, [](const LogRecord&) {}};
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
  RawClient(const tcp::endpoint& endpoint, bool tls, const std::string& server_name = "localhost")
      : socket_(io_) {
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
  std::string receive_all() { return receive_until(std::string("\0never\0", 7)); }
  SSL* ssl() { return ssl_.get(); }
  tcp::socket& socket() { return socket_; }

 private:
  boost::asio::io_context io_;
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
