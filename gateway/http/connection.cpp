#include "gateway/http/connection.hpp"

#include <fmt/chrono.h>
#include <prometheus/counter.h>

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/string_body.hpp>
#include <iterator>

#include "gateway/base/encoding.hpp"
#include "gateway/http/feed.hpp"
#include "gateway/http/messages.hpp"

namespace mapigate::http {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t read_size = 64 * 1024;
// A body up to this size is sent in one piece with its header: one TLS record, one system call.
constexpr std::size_t joined_body_limit = 16 * 1024;
constexpr unsigned reads_in_a_row = 16;
constexpr std::size_t linger_limit = 1024 * 1024;

// Reading never suspends between the system call and the copy, so one buffer a thread is enough.
std::span<char> scratch() {
  thread_local std::array<char, read_size> buffer;
  return buffer;
}

// The Date field (RFC 9110 section 6.6.1), made once a second and thread.
std::string_view http_date() {
  thread_local std::time_t made_at = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    made_at = now;
    text = fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(now));
  }
  return text;
}

bool safe_in_header(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos;
}

bool holds(const asio::ip::network_v4& network, const asio::ip::address_v4& host) {
  return asio::ip::network_v4(host, network.prefix_length()).canonical() == network.canonical();
}

bool holds(const asio::ip::network_v6& network, const asio::ip::address_v6& host) {
  return asio::ip::network_v6(host, network.prefix_length()).canonical() == network.canonical();
}

asio::awaitable<void> let_others_run() { co_await asio::post(asio::use_awaitable); }

Response refusal(unsigned status, std::string text) {
  Response response = text_response(status, std::move(text));
  response.close = true;
  return response;
}

}  // namespace

// One request with its response. The parser is here and not in the connection so that idle ones do not hold
// it.
struct Connection::Exchange {
  beast_http::request_parser<beast_http::string_body> parser;
  const Route* route = nullptr;
  Request request;
  std::string server_name;
  unsigned refused = 0;  // a status to answer with instead of asking a handler
  std::string reason;
  bool keep_alive = false;
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();

  void refuse(unsigned status, std::string text) {
    refused = status;
    reason = std::move(text);
  }
};

class Connection::ChunkedBody final : public BodyWriter {
 public:
  ChunkedBody(Connection& connection, bool chunked) : connection_(connection), chunked_(chunked) {}

  asio::awaitable<Result<void>> write(std::string_view chunk) override {
    if (chunk.empty()) co_return Result<void>{};  // an empty chunk would end the body
    std::string framed;
    if (chunked_) {
      fmt::format_to(std::back_inserter(framed), "{:x}\r\n", chunk.size());
      framed += chunk;
      framed += "\r\n";
      chunk = framed;
    }
    const bool written = co_await connection_.write(chunk);
    if (!written) {
      failed = true;
      co_return Error{"the client has closed the connection"};
    }
    bytes += chunk.size();
    // The handler may now take as long as it likes until the next chunk.
    connection_.deadline_ = Time::max();
    co_return Result<void>{};
  }

  bool failed = false;
  std::size_t bytes = 0;

 private:
  Connection& connection_;
  bool chunked_;
};

Connection::Connection(const ConnectionContext& context, Stream stream, asio::ip::address peer, bool refuse)
    : context_(context), stream_(std::move(stream)), peer_(std::move(peer)), refuse_(refuse) {
  allow(context_.limits.handshake_timeout);
}

asio::awaitable<void> Connection::run() {
  const bool secured = co_await stream_.handshake();
  if (!secured) {
    if (context_.counters.tls_failures) context_.counters.tls_failures->Increment();
    context_.log(messages::tls_failed, peer_.to_string(), ssl::take_errors());
    stream_.close();
    co_return;
  }
  for (;;) {
    if (context_.draining) break;
    if (buffer_.empty() && !stream_.has_pending()) {
      allow(refuse_ ? context_.limits.request_timeout : context_.limits.idle_timeout);
      const bool readable = co_await stream_.wait(Stream::State::want_read);
      if (!readable) break;
    } else {
      co_await let_others_run();  // a client that never pauses must not have the thread for itself
    }
    idle_ = false;
    const bool keep = co_await serve_one();
    if (!keep) break;
    idle_ = true;
  }
  stream_.shutdown();
  stream_.close();
}

void Connection::close() {
  if (idle_) stream_.shutdown();
  stream_.close();
}

asio::awaitable<bool> Connection::fill_buffer() {
  const Stream::Outcome read = co_await stream_.read_some(scratch());
  if (read.state != Stream::State::done) co_return false;
  buffer_.append(scratch().data(), read.bytes);
  // As long as more is there nothing above suspends: not even the sweeper would come in between.
  if (++reads_ % reads_in_a_row == 0) co_await let_others_run();
  co_return true;
}

// False when the connection ended before a whole header came.
asio::awaitable<bool> Connection::read_header(Exchange& exchange) {
  auto& parser = exchange.parser;
  parser.header_limit(static_cast<std::uint32_t>(context_.limits.header_bytes));
  parser.body_limit(boost::none);  // known only once the route is
  while (!parser.is_header_done()) {
    // Some clients send an empty line behind a body, RFC 9112 section 2.2.
    while (!parser.got_some() && buffer_.starts_with("\r\n")) buffer_.erase(0, 2);
    if (!buffer_.empty() && buffer_ != "\r") {
      const boost::system::error_code code = feed(parser, buffer_);
      if (code == beast_http::error::header_limit) {
        exchange.refuse(431, "The request header is too long.\n");
        co_return true;
      }
      if (code == beast_http::error::bad_version) {
        exchange.refuse(505, "Only HTTP/1.1 is spoken here.\n");
        co_return true;
      }
      if (code && code != beast_http::error::need_more) {
        exchange.refuse(400, "This is not an HTTP/1.1 request.\n");
        co_return true;
      }
      if (parser.is_header_done()) break;
      if (buffer_.size() > context_.limits.header_bytes) {
        exchange.refuse(431, "The request header is too long.\n");
        co_return true;
      }
    }
    const bool more = co_await fill_buffer();
    if (!more) co_return false;
  }
  note_header(exchange);
  check_header(exchange);
  co_return true;
}

void Connection::note_header(Exchange& exchange) {
  const auto& message = exchange.parser.get();
  const auto method = message.method_string();
  const auto target = message.target();
  Request& request = exchange.request;
  request.method = {method.data(), method.size()};
  request.target = {target.data(), target.size()};
  request.path = normal_path(request.target);
  if (const auto question = request.target.find('?'); question != request.target.npos) {
    request.query = request.target.substr(question + 1);
  }
  for (const auto& field : message) {
    const auto name = field.name_string();
    const auto value = field.value();
    request.headers.add({name.data(), name.size()}, {value.data(), value.size()});
  }
  exchange.keep_alive = message.keep_alive();
  request.secure = stream_.secure();
  request.peer = client_address(request.headers);
  if (stream_.secure()) {
    const char* server_name = SSL_get_servername(stream_.ssl(), TLSEXT_NAMETYPE_host_name);
    if (server_name) exchange.server_name = to_lower(server_name);
    request.server_name = exchange.server_name;
    request.certificate_sha256 = CertificateStore::presented_sha256(*stream_.ssl());
  }
}

void Connection::check_header(Exchange& exchange) {
  auto& parser = exchange.parser;
  const auto& message = parser.get();
  const Request& request = exchange.request;
  const auto coding = message.find(beast_http::field::transfer_encoding);
  const auto hosts = message.count(beast_http::field::host);
  if (refuse_) {
    exchange.refuse(503, "This server has too many connections. Please try again in a moment.\n");
  } else if (hosts > 1 || (hosts == 0 && message.version() == 11)) {
    exchange.refuse(400, "There must be one Host header.\n");
  } else if (coding != message.end() && message.version() == 10) {
    // RFC 9112 section 6.1: its end is not where an older proxy on the way sees it.
    exchange.refuse(400, "HTTP/1.0 has no Transfer-Encoding.\n");
  } else if (coding != message.end() && !boost::beast::iequals(coding->value(), "chunked")) {
    exchange.refuse(501, "No Transfer-Encoding but chunked is spoken here.\n");
  } else if (exchange.route = context_.router.find(request.path); !exchange.route) {
    exchange.refuse(404, "There is nothing at this address.\n");
  } else if (const auto length = parser.content_length(); length && *length > exchange.route->max_body) {
    exchange.refuse(413, fmt::format("The request is longer than {} bytes.\n", exchange.route->max_body));
  }
}

// False when the connection ended before the whole body came.
asio::awaitable<bool> Connection::read_body(Exchange& exchange) {
  auto& parser = exchange.parser;
  parser.eager(true);
  parser.body_limit(exchange.route->max_body);
  if (!parser.is_done() && equal_ignoring_case(exchange.request.headers.get("Expect"), "100-continue")) {
    const bool written = co_await write("HTTP/1.1 100 Continue\r\n\r\n");
    if (!written) co_return false;
    allow(context_.limits.request_timeout);
  }
  while (!parser.is_done()) {
    if (!buffer_.empty()) {
      const boost::system::error_code code = feed(parser, buffer_);
      if (code == beast_http::error::body_limit) {
        exchange.refuse(413, fmt::format("The request is longer than {} bytes.\n", exchange.route->max_body));
        co_return true;
      }
      if (code && code != beast_http::error::need_more) {
        exchange.refuse(400, "The body of the request is malformed.\n");
        co_return true;
      }
      if (parser.is_done()) break;
      // What the parser leaves is the beginning of a chunk's size, or of the fields behind the last chunk.
      if (buffer_.size() > context_.limits.header_bytes) {
        exchange.refuse(400, "The body of the request is malformed.\n");
        co_return true;
      }
    }
    const bool more = co_await fill_buffer();
    if (!more) co_return false;
  }
  exchange.request.body = std::move(parser.get().body());
  co_return true;
}

// Answers one request; false when the connection is to be closed.
asio::awaitable<bool> Connection::serve_one() {
  allow(context_.limits.request_timeout);
  Exchange exchange;
  const bool has_header = co_await read_header(exchange);
  if (!has_header) co_return false;
  if (exchange.refused == 0) {
    const bool has_body = co_await read_body(exchange);
    if (!has_body) co_return false;
  }
  if (buffer_.empty()) buffer_ = {};  // gives the memory back

  Response response;
  if (exchange.refused != 0) {
    response = refusal(exchange.refused, std::move(exchange.reason));
    if (exchange.refused == 503) response.headers.add("Retry-After", "30");
  } else {
    deadline_ = Time::max();
    response = co_await handle(*exchange.route, exchange.request);
  }
  const bool close = response.close || !exchange.keep_alive || context_.draining;
  response.close = close;
  const bool written = co_await respond(exchange, std::move(response));
  if (!written) co_return false;
  if (close) co_await linger();
  co_return !close;
}

asio::awaitable<Response> Connection::handle(const Route& route, Request& request) {
  std::string failure;
  try {
    co_return co_await route.handler(request);
  } catch (const std::exception& exception) {
    failure = exception.what();
  } catch (...) {
    failure = "an exception of an unknown kind";
  }
  context_.log(messages::handler_failed, printable(request.path), printable(failure));
  co_return text_response(500, "Internal error; the log of this server has the details.\n");
}

asio::awaitable<bool> Connection::respond(Exchange& exchange, Response response) {
  const Request& request = exchange.request;
  const bool http10 = exchange.parser.is_header_done() && exchange.parser.get().version() == 10;
  const bool head = request.method == "HEAD";
  // RFC 9110 section 6.4.1: these have no body, whatever the handler gave them.
  const bool bodiless = response.status < 200 || response.status == 204 || response.status == 304;
  if (bodiless) response.body.clear();
  const bool streamed = static_cast<bool>(response.stream) && !bodiless;
  const bool one_chunk = response.chunked && !streamed && !bodiless && !http10 && !response.body.empty();
  if (streamed && http10) response.close = true;  // HTTP/1.0 has no chunks: the end of the connection ends it

  std::string out;
  out.reserve(512 + (response.body.size() <= joined_body_limit ? response.body.size() : 0));
  const auto reason = beast_http::obsolete_reason(beast_http::int_to_status(response.status));
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\nServer: Mapigate\r\nDate: {}\r\n",
                 response.status, std::string_view(reason.data(), reason.size()), http_date());
  for (const auto& [name, value] : response.headers) {
    if (!safe_in_header(name) || !safe_in_header(value)) continue;
    out.append(name).append(": ").append(value).append("\r\n");
  }
  if (streamed || one_chunk) {
    if (!http10) out += "Transfer-Encoding: chunked\r\n";
  } else if (!bodiless) {
    fmt::format_to(std::back_inserter(out), "Content-Length: {}\r\n", response.body.size());
  }
  if (response.close) {
    out += "Connection: close\r\n";
  } else if (http10) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";

  std::size_t body_bytes = head || streamed ? 0 : response.body.size();
  const bool joined = body_bytes <= joined_body_limit;
  if (one_chunk && !head) {
    fmt::format_to(std::back_inserter(out), "{:x}\r\n", response.body.size());
    response.body += "\r\n0\r\n\r\n";
  }
  if (joined && body_bytes > 0) out += response.body;
  bool written = co_await write(out);
  if (written && !joined) written = co_await write(response.body);
  if (written && streamed && !head) {
    ChunkedBody body(*this, !http10);
    deadline_ = Time::max();
    try {
      co_await response.stream(body);
    } catch (const std::exception& exception) {
      context_.log(messages::handler_failed, printable(request.path), printable(exception.what()));
      co_return false;  // a cut body tells the client that it is not whole
    }
    written = !body.failed;
    if (written && !http10) written = co_await write("0\r\n\r\n");
    body_bytes = body.bytes;
  }

  if (prometheus::Counter* counter = context_.counters.by_class[response.status / 100 % 6])
    counter->Increment();
  if (context_.log.enabled(messages::request.level)) {
    const auto elapsed = std::chrono::steady_clock::now() - exchange.started;
    context_.log(messages::request, printable(request.method, 20), printable(request.path), response.status,
                 body_bytes, std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count());
  }
  co_return written && !(streamed && http10);
}

// All of `data`; a client that takes nothing for limits.write_timeout is cut off.
asio::awaitable<bool> Connection::write(std::string_view data) {
  while (!data.empty()) {
    const Stream::Outcome result = stream_.try_write(data);
    if (result.state == Stream::State::done) {
      data.remove_prefix(result.bytes);
      continue;
    }
    if (result.state == Stream::State::closed || result.state == Stream::State::failed) co_return false;
    allow(context_.limits.write_timeout);
    const bool ready = co_await stream_.wait(result.state);
    if (!ready) co_return false;
  }
  co_return true;
}

// Closing with unread bytes would make the kernel reset the connection and lose the answer: read what comes
// until the peer closes, for a short time.
asio::awaitable<void> Connection::linger() {
  stream_.shutdown();
  allow(2s);
  for (std::size_t dropped = 0; dropped < linger_limit;) {
    const Stream::Outcome read = co_await stream_.read_some(scratch());
    if (read.state != Stream::State::done) break;
    dropped += read.bytes;
  }
}

asio::ip::address Connection::client_address(const HeaderViews& headers) const {
  const auto trusted = [&](const asio::ip::address& address) {
    for (const auto& network : context_.server.trusted_proxies_v4) {
      if (address.is_v4() && holds(network, address.to_v4())) return true;
    }
    for (const auto& network : context_.server.trusted_proxies_v6) {
      if (address.is_v6() && holds(network, address.to_v6())) return true;
    }
    return false;
  };
  asio::ip::address address = peer_;
  if (!trusted(address)) return address;
  // Each proxy appends the address it saw, to the last field or in one more: the last address that is not a
  // proxy of ours is the client. What stands before it the client may have written itself.
  const std::vector<std::string_view> fields = headers.all("X-Forwarded-For");
  for (auto field = fields.rbegin(); field != fields.rend(); ++field) {
    std::string_view list = *field;
    while (!list.empty()) {
      const std::size_t comma = list.rfind(',');
      const std::string_view last = trim(comma == list.npos ? list : list.substr(comma + 1));
      boost::system::error_code code;
      const auto forwarded = asio::ip::make_address(std::string(last.substr(0, 64)), code);
      if (code) return address;
      address = forwarded;
      if (!trusted(address)) return address;
      list = comma == list.npos ? std::string_view() : list.substr(0, comma);
    }
  }
  return address;
}

}  // namespace mapigate::http
