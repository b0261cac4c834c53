#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "gateway/base/result.hpp"
#include "gateway/http/client.hpp"

namespace mapigate::fakes {

// One connection of the gateway's own HTTP client, with a blocking call a request.
class BlockingClient {
 public:
  using Duration = std::chrono::steady_clock::duration;

  struct Target {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
    std::string server_name = {};             // for SNI, and verified
    const http::TrustStore* trust = nullptr;  // null: plain HTTP
  };

  // Connects, and makes TLS; throws std::runtime_error when that fails.
  explicit BlockingClient(const Target& target);
  ~BlockingClient();
  BlockingClient(BlockingClient&&) noexcept;

  // What the server showed at the TLS handshake.
  const http::TlsOutcome& tls() const;
  // The Host header is `server_name` unless the request names one. Several calls use the same connection.
  Result<http::ClientResponse> try_send(http::ClientRequest request,
                                        Duration limit = std::chrono::seconds(20));
  // Throws std::runtime_error where try_send() fails.
  http::ClientResponse send(http::ClientRequest request, Duration limit = std::chrono::seconds(20));

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mapigate::fakes
