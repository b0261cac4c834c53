#include "gateway/http/client.hpp"

#include <fmt/core.h>
#include <openssl/err.h>

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "gateway/http/feed.hpp"
#include "gateway/http/stream.hpp"

namespace mapigate::http {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using asio::ip::tcp;

namespace {

constexpr std::uint32_t max_header = 16 * 1024;
constexpr std::size_t read_size = 16 * 1024;

// Closes a socket when a step takes too long. The socket outlives the step: the flag tells the timer's
// handler, which may run after cancel(), that the step is over.
class TimeLimit {
 public:
  template <class Close>
  TimeLimit(const asio::any_io_executor& executor, ClientConnection::Duration limit, Close close)
      : timer_(executor), state_(std::make_shared<State>()) {
    timer_.expires_after(limit);
    timer_.async_wait([state = state_, close](const boost::system::error_code& code) {
      if (code || state->over) return;
      state->expired = true;
      close();
    });
  }
  ~TimeLimit() { state_->over = true; }
  TimeLimit(const TimeLimit&) = delete;
  TimeLimit& operator=(const TimeLimit&) = delete;

  bool expired() const { return state_->expired; }

 private:
  struct State {
    bool over = false;
    bool expired = false;
  };
  asio::steady_timer timer_;
  std::shared_ptr<State> state_;
};

std::string serialize(const ClientRequest& request) {
  std::string out =
      fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, request.target, request.host);
  for (const auto& [name, value] : request.headers) out += fmt::format("{}: {}\r\n", name, value);
  if (!request.body.empty() || request.method == "POST") {
    out += fmt::format("Content-Length: {}\r\n", request.body.size());
  }
  out += "\r\n";
  out += request.body;
  return out;
}

bool has_line_break(const ClientRequest& request) {
  const auto breaks = [](std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
  };
  if (breaks(request.method) || breaks(request.target) || breaks(request.host)) return true;
  for (const auto& [name, value] : request.headers) {
    if (breaks(name) || breaks(value)) return true;
  }
  return request.method.find(' ') != std::string::npos || request.target.find(' ') != std::string::npos;
}

}  // namespace

struct ClientConnection::Impl {
  explicit Impl(asio::any_io_executor its_executor) : executor(std::move(its_executor)) {}

  void close() {
    if (socket) {
      boost::system::error_code ignored;
      socket->close(ignored);
    }
    if (stream) stream->close();
    buffer.clear();
  }

  asio::any_io_executor executor;
  std::optional<tcp::socket> socket;  // connected, until the stream takes it
  TlsOutcome outcome;
  std::optional<Stream> stream;
  std::string buffer;
};

ClientConnection::ClientConnection(asio::any_io_executor executor)
    : impl_(std::make_unique<Impl>(std::move(executor))) {}
ClientConnection::~ClientConnection() = default;
ClientConnection::ClientConnection(ClientConnection&&) noexcept = default;
ClientConnection& ClientConnection::operator=(ClientConnection&&) noexcept = default;

asio::awaitable<boost::system::error_code> ClientConnection::connect(const tcp::endpoint& endpoint,
                                                                     Duration limit) {
  Impl& impl = *impl_;
  impl.stream.reset();
  impl.buffer.clear();
  impl.socket.emplace(impl.executor);
  const TimeLimit time(impl.executor, limit, [&impl] { impl.close(); });
  boost::system::error_code code;
  co_await impl.socket->async_connect(endpoint, asio::redirect_error(asio::use_awaitable, code));
  if (time.expired()) code = asio::error::timed_out;
  if (code) impl.close();
  co_return code;
}

asio::awaitable<TlsOutcome> ClientConnection::handshake(const TrustStore& trust,
                                                        const std::string& server_name, Duration limit) {
  Impl& impl = *impl_;
  impl.outcome = {};
  ssl::SslPtr ssl(trust.new_connection(impl.outcome, server_name));
  if (!ssl || !impl.socket || !impl.socket->is_open()) {
    impl.outcome.failures = {TlsFailure::handshake};
    impl.outcome.detail =
        ssl ? "the connection is closed" : "this is not a host name to ask a certificate for";
    impl.close();
    co_return impl.outcome;
  }
  impl.stream.emplace(std::move(*impl.socket), std::move(ssl));
  impl.socket.reset();
  const TimeLimit time(impl.executor, limit, [&impl] { impl.close(); });
  const bool secured = co_await impl.stream->handshake();
  if (secured) {
    impl.outcome.failure = TlsFailure::none;
    impl.outcome.protocol = SSL_get_version(impl.stream->ssl());
  } else {
    const std::string errors = ssl::take_errors();
    if (impl.outcome.failures.empty()) {
      impl.outcome.failure = time.expired() ? TlsFailure::timeout : TlsFailure::handshake;
      impl.outcome.failures = {impl.outcome.failure};
      impl.outcome.detail = time.expired()   ? "no answer in time"
                            : errors.empty() ? "the connection was closed"
                                             : errors;
    }
    impl.close();
  }
  co_return impl.outcome;
}

asio::awaitable<Result<ClientResponse>> ClientConnection::exchange(const ClientRequest& request,
                                                                   std::size_t max_body, Duration limit) {
  Impl& impl = *impl_;
  if (has_line_break(request)) co_return Error{"the request contains a line break"};
  if (!impl.stream) {
    if (!impl.socket || !impl.socket->is_open()) co_return Error{"the connection is closed"};
    impl.stream.emplace(std::move(*impl.socket), nullptr);
    impl.socket.reset();
  }
  if (!impl.stream->socket().is_open()) co_return Error{"the connection is closed"};
  const TimeLimit time(impl.executor, limit, [&impl] { impl.close(); });
  const auto failure = [&](std::string text) {
    impl.close();
    return Error{time.expired() ? "no complete answer in time" : std::move(text)};
  };

  const std::string out = serialize(request);
  // A server may answer and close before it has read everything: the answer counts.
  const bool written = co_await impl.stream->write_all(out);

  std::optional<beast_http::response_parser<beast_http::string_body>> parser;
  const auto expect_answer = [&] {
    parser.emplace();
    parser->eager(true);
    parser->header_limit(max_header);
    parser->body_limit(max_body);
    parser->skip(request.method == "HEAD");
  };
  expect_answer();
  std::array<char, read_size> chunk{};
  while (!parser->is_done()) {
    if (!impl.buffer.empty()) {
      const boost::system::error_code code = feed(*parser, impl.buffer);
      if (code == beast_http::error::body_limit) {
        co_return failure(fmt::format("the answer is longer than {} bytes", max_body));
      }
      if (code && code != beast_http::error::need_more) {
        co_return failure(fmt::format("the answer is not HTTP: {}", code.message()));
      }
      // Interim answers (RFC 9110 section 15.2) come before the real one; 101 is a real one, to a question
      // that was not asked.
      if (parser->is_done() && parser->get().result_int() / 100 == 1 && parser->get().result_int() != 101) {
        expect_answer();
        continue;
      }
      if (parser->is_done()) break;
      // What the parser leaves is a part of the header, of a chunk's size, or of the fields behind the last
      // chunk.
      if (impl.buffer.size() > max_header) co_return failure("a line of the answer is too long");
    }
    const Stream::Outcome read = co_await impl.stream->read_some(chunk);
    if (read.state == Stream::State::done) {
      impl.buffer.append(chunk.data(), read.bytes);
      // A server that never pauses must not keep the time limit, and everybody else, from running.
      co_await asio::post(asio::use_awaitable);
      continue;
    }
    // A parser that has got nothing would take the end for a complete answer.
    boost::system::error_code code;
    if (read.state == Stream::State::closed && parser->got_some()) parser->put_eof(code);
    if (code || !parser->is_done()) {
      co_return failure(written ? "the connection was closed before the answer was complete"
                                : "the connection was closed while the request was sent");
    }
  }

  const auto& message = parser->get();
  ClientResponse response;
  response.status = message.result_int();
  for (const auto& field : message) {
    const auto name = field.name_string();
    const auto value = field.value();
    response.headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  // Bytes behind the answer would be taken for the answer to the next request.
  if (!parser->keep_alive() || !impl.buffer.empty()) impl.close();
  response.body = std::move(parser->get().body());
  co_return response;
}

}  // namespace mapigate::http
