#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "gateway/base/result.hpp"
#include "gateway/http/message.hpp"
#include "gateway/http/tls_outcome.hpp"

struct ssl_st;
struct ssl_ctx_st;
using SSL = ssl_st;
using SSL_CTX = ssl_ctx_st;

namespace mapigate::http {

// The certificates a client trusts. Copyable, shared by all connections of a thread.
class TrustStore {
 public:
  // The system's certificates, and those of `ca_file` (PEM) as well when it is not empty.
  static Result<TrustStore> load(const std::string& ca_file);

  // For ClientConnection: a new connection's TLS state that notes in `outcome` what the server sends. Null
  // for a server name that is none, and when OpenSSL has no memory.
  SSL* new_connection(TlsOutcome& outcome, const std::string& server_name) const;

 private:
  std::shared_ptr<SSL_CTX> context_;
};

struct ClientRequest {
  std::string method = "GET";
  std::string target = "/";
  std::string host = {};  // value of the Host header
  Headers headers = {};   // besides Host and Content-Length, which are added
  std::string body = {};
};

struct ClientResponse {
  unsigned status = 0;
  Headers headers;
  std::string body;
};

// One connection of a client to one address, plain or TLS. Every step has its own time limit; after a failed
// step the connection is closed. Nothing is retried and no redirect is followed here.
class ClientConnection {
 public:
  using Duration = std::chrono::steady_clock::duration;

  explicit ClientConnection(boost::asio::any_io_executor executor);
  ~ClientConnection();
  ClientConnection(ClientConnection&&) noexcept;
  ClientConnection& operator=(ClientConnection&&) noexcept;

  // error_code: of the operating system; boost::asio::error::timed_out after `limit`.
  boost::asio::awaitable<boost::system::error_code> connect(const boost::asio::ip::tcp::endpoint& endpoint,
                                                            Duration limit);
  // TLS 1.2 or better with SNI. The chain and `server_name` are verified; on failure the connection is closed
  // before a byte of a request is sent.
  boost::asio::awaitable<TlsOutcome> handshake(const TrustStore& trust, const std::string& server_name,
                                               Duration limit);
  // Sends the request and reads the whole answer; fails when its header is over 16 KiB, its body over
  // `max_body` bytes, or it is not complete after `limit`. The connection stays open for another exchange.
  boost::asio::awaitable<Result<ClientResponse>> exchange(const ClientRequest& request, std::size_t max_body,
                                                          Duration limit);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mapigate::http
