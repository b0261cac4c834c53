#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <span>

#include "gateway/http/ssl.hpp"

namespace mapigate::http {

// A non-blocking TCP connection, plain or with TLS of OpenSSL directly on the socket. An idle one holds no
// buffers, which is why this is not asio::ssl::stream (that keeps about 70 KB a connection).
class Stream {
 public:
  enum class State { done, want_read, want_write, closed, failed };
  struct Outcome {
    State state;
    std::size_t bytes = 0;
  };

  // `ssl` is null for plain TCP; else its role (accept or connect state) is set.
  Stream(boost::asio::ip::tcp::socket socket, ssl::SslPtr ssl);

  bool secure() const { return ssl_ != nullptr; }
  SSL* ssl() const { return ssl_.get(); }
  boost::asio::ip::tcp::socket& socket() { return socket_; }

  // One attempt that never waits. `closed`: the peer ended the stream in good order. `done` carries at least
  // one byte for a read, and as many as were taken for a write.
  Outcome try_read(std::span<char> buffer);
  Outcome try_write(std::span<const char> data);
  Outcome try_handshake();
  // Bytes are waiting in this process, so that waiting for the socket would be wrong.
  bool has_pending() const { return ssl_ && SSL_has_pending(ssl_.get()) == 1; }

  // Waits until the socket can do what `state` wants. False when it was closed meanwhile.
  boost::asio::awaitable<bool> wait(State state);
  boost::asio::awaitable<Outcome> read_some(std::span<char> buffer);
  boost::asio::awaitable<bool> write_all(std::span<const char> data);
  boost::asio::awaitable<bool> handshake();
  // Says goodbye (TLS close_notify, FIN) without waiting for the peer. Bytes already written still arrive.
  void shutdown();
  void close();

 private:
  Outcome outcome(int result);

  boost::asio::ip::tcp::socket socket_;
  ssl::SslPtr ssl_;
};

}  // namespace mapigate::http
