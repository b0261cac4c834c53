#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <memory>
#include <string>

#include "gateway/http/client.hpp"
#include "gateway/http/tls_outcome.hpp"

namespace mapigate::selfcheck {

// How a request was answered.
struct Answer {
  enum class Failure {
    none,
    timeout,
    failed,  // the connection ended, or what came is no complete HTTP answer, or it is too large
  };
  Failure failure = Failure::failed;
  std::string detail;  // why, when it failed; from outside, not safe to print
  http::ClientResponse response;
};

// One connection to one address: connect(), handshake() where it is https, exchange(), each at most once.
class ProbeConnection {
 public:
  virtual ~ProbeConnection() = default;
  virtual boost::asio::awaitable<boost::system::error_code> connect() = 0;
  virtual boost::asio::awaitable<http::TlsOutcome> handshake() = 0;
  virtual boost::asio::awaitable<Answer> exchange(http::ClientRequest request) = 0;
};

// What the self-check reaches the world through, DNS apart. Tests play every outcome through it.
class Prober {
 public:
  virtual ~Prober() = default;
  // `server_name`: for SNI, and the name the certificate must be for; empty for plain HTTP.
  virtual std::unique_ptr<ProbeConnection> open(boost::asio::ip::tcp::endpoint endpoint,
                                                std::string server_name) = 0;
  // A run of checks is over: lets go of all that was kept for the next connection.
  virtual void rest() {}
};

}  // namespace mapigate::selfcheck
