#include "gateway/http/stream.hpp"

#include <openssl/err.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <limits>

namespace mapigate::http {

namespace asio = boost::asio;

Stream::Stream(asio::ip::tcp::socket socket, ssl::SslPtr ssl)
    : socket_(std::move(socket)), ssl_(std::move(ssl)) {
  boost::system::error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
  if (ssl_) SSL_set_fd(ssl_.get(), socket_.native_handle());
}

Stream::Outcome Stream::outcome(int result) {
  if (result > 0) return {State::done, static_cast<std::size_t>(result)};
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {State::want_read};
    case SSL_ERROR_WANT_WRITE:
      return {State::want_write};
    case SSL_ERROR_ZERO_RETURN:
      return {State::closed};
    default:
      return {State::failed};
  }
}

Stream::Outcome Stream::try_read(std::span<char> buffer) {
  // OpenSSL keeps the number of the descriptor, which may be somebody else's after close().
  if (!socket_.is_open()) return {State::failed};
  const int length = static_cast<int>(std::min<std::size_t>(buffer.size(), std::numeric_limits<int>::max()));
  if (ssl_) {
    ERR_clear_error();
    return outcome(SSL_read(ssl_.get(), buffer.data(), length));
  }
  const ssize_t received = ::recv(socket_.native_handle(), buffer.data(), buffer.size(), 0);
  if (received > 0) return {State::done, static_cast<std::size_t>(received)};
  if (received == 0) return {State::closed};
  return {errno == EAGAIN || errno == EINTR ? State::want_read : State::failed};
}

Stream::Outcome Stream::try_write(std::span<const char> data) {
  if (!socket_.is_open()) return {State::failed};
  const int length = static_cast<int>(std::min<std::size_t>(data.size(), std::numeric_limits<int>::max()));
  if (ssl_) {
    ERR_clear_error();
    return outcome(SSL_write(ssl_.get(), data.data(), length));
  }
  const ssize_t sent = ::send(socket_.native_handle(), data.data(), data.size(), MSG_NOSIGNAL);
  if (sent >= 0) return {State::done, static_cast<std::size_t>(sent)};
  return {errno == EAGAIN || errno == EINTR ? State::want_write : State::failed};
}

Stream::Outcome Stream::try_handshake() {
  if (!socket_.is_open()) return {State::failed};
  if (!ssl_) return {State::done};
  ERR_clear_error();
  return outcome(SSL_do_handshake(ssl_.get()));
}

asio::awaitable<bool> Stream::wait(State state) {
  if (!socket_.is_open()) co_return false;
  const auto direction =
      state == State::want_write ? asio::socket_base::wait_write : asio::socket_base::wait_read;
  boost::system::error_code code;
  co_await socket_.async_wait(direction, asio::redirect_error(asio::use_awaitable, code));
  co_return !code && socket_.is_open();
}

asio::awaitable<Stream::Outcome> Stream::read_some(std::span<char> buffer) {
  for (;;) {
    const Outcome result = try_read(buffer);
    if (result.state != State::want_read && result.state != State::want_write) co_return result;
    const bool ready = co_await wait(result.state);
    if (!ready) co_return Outcome{State::failed};
  }
}

asio::awaitable<bool> Stream::write_all(std::span<const char> data) {
  while (!data.empty()) {
    const Outcome result = try_write(data);
    if (result.state == State::done) {
      data = data.subspan(result.bytes);
      continue;
    }
    if (result.state == State::closed || result.state == State::failed) co_return false;
    const bool ready = co_await wait(result.state);
    if (!ready) co_return false;
  }
  co_return true;
}

asio::awaitable<bool> Stream::handshake() {
  for (;;) {
    const Outcome result = try_handshake();
    if (result.state == State::done) co_return true;
    if (result.state == State::closed || result.state == State::failed) co_return false;
    const bool ready = co_await wait(result.state);
    if (!ready) co_return false;
  }
}

void Stream::shutdown() {
  if (!socket_.is_open()) return;
  if (ssl_ && SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void Stream::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace mapigate::http
