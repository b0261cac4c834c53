#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/base/result.hpp"

namespace mapigate::http {

// Header fields in the order they stand in the message; names are compared without case (RFC 9110 5.1).
template <class String>
class BasicHeaders {
 public:
  using value_type = std::pair<String, String>;

  void add(String name, String value) { fields_.emplace_back(std::move(name), std::move(value)); }
  // Replaces all fields of that name.
  void set(std::string_view name, String value);
  // The first value, empty when there is none.
  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }
  void clear() { fields_.clear(); }

 private:
  std::vector<value_type> fields_;
};

using Headers = BasicHeaders<std::string>;
// Views into the connection's buffer: valid until the handler's response has been sent.
using HeaderViews = BasicHeaders<std::string_view>;

// A complete request. Views point into the connection's buffers and live until the response has been sent.
struct Request {
  std::string_view method;  // "GET", "POST", ...
  std::string_view target;  // as sent: path and query
  std::string path;         // lower case, without query and without a final slash ("/" stays)
  std::string_view query;   // behind '?', as sent
  HeaderViews headers;
  std::string body;
  bool secure = false;                  // arrived over TLS
  boost::asio::ip::address peer;        // the client; behind a trusted proxy what that proxy says
  std::string_view server_name;         // SNI, lower case; empty when not sent
  std::string_view certificate_sha256;  // hex fingerprint of the certificate this connection presented

  // The host of the Host header, lower case, without port; empty when absent.
  std::string host() const;
};

// Where a handler streams a chunked body to. A failure means that the client is gone: the handler stops.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  // One HTTP chunk, sent at once.
  virtual boost::asio::awaitable<Result<void>> write(std::string_view chunk) = 0;
};

struct Response {
  using Stream = std::function<boost::asio::awaitable<void>(BodyWriter&)>;

  unsigned status = 200;
  Headers headers;
  std::string body;
  bool chunked = false;  // send `body` as one chunk, for clients that expect Transfer-Encoding
  // When set, the body is sent chunked by this function instead of `body`; the headers go first, at once.
  Stream stream;
  bool close = false;  // close the connection after this response
};

// Runs on the connection's own thread (every thread has its own io_context). May suspend as long as it likes.
// When the server stops it has server.drain_timeout to end, then it is destroyed where it is suspended.
using Handler = std::function<boost::asio::awaitable<Response>(Request&)>;

// A text/plain answer, for people who look with a browser or curl.
Response text_response(unsigned status, std::string text);

}  // namespace mapigate::http
