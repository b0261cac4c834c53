#include "gateway/capture/message.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "protocol/oxcmapihttp/envelope.hpp"

namespace mapigate::capture {

namespace http = boost::beast::http;

namespace {

// A recording larger than this is not of one message.
constexpr std::size_t max_body = 256 << 20;

bool is_digit(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

int value_of_digit(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

// Only the digits of hexadecimal text; none where something stands in it that people do not put among them.
std::optional<std::string> digits_of(std::string_view text) {
  std::string digits;
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = line.substr(0, line.find('#'));
    if (const auto colon = line.find(':'); colon != line.npos) line.remove_prefix(colon + 1);  // an offset
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '0' && i + 1 < line.size() && (line[i + 1] | 0x20) == 'x') {
        ++i;
      } else if (is_digit(line[i])) {
        digits += line[i];
      } else if (!std::isspace(static_cast<unsigned char>(line[i])) && line[i] != ',') {
        return std::nullopt;
      }
    }
  }
  return digits;
}

template <bool is_request>
Result<Message> parse_http(std::string_view bytes) {
  http::parser<is_request, http::string_body> parser;
  parser.eager(true);
  parser.body_limit(max_body);
  boost::system::error_code code;
  std::size_t used = 0;
  while (used < bytes.size() && !parser.is_done()) {
    const auto taken = parser.put(boost::asio::buffer(bytes.substr(used)), code);
    used += taken;
    if (code && code != http::error::need_more) return Error{fmt::format("not HTTP: {}", code.message())};
    if (taken == 0) break;  // the recording ends here
  }
  if (!parser.is_header_done()) return Error{"the HTTP header is not complete"};
  const auto& message = parser.get();
  Message out;
  if constexpr (is_request) {
    out.direction = decode::Direction::request;
    out.start_line =
        fmt::format("{} {}", std::string_view(message.method_string()), std::string_view(message.target()));
  } else {
    out.direction = decode::Direction::response;
    out.start_line = fmt::format("{} {}", message.result_int(), std::string_view(message.reason()));
  }
  for (const auto& field : message) out.headers.emplace_back(field.name_string(), field.value());
  out.body.assign(message.body().begin(), message.body().end());
  return out;
}

std::optional<std::string_view> header(const Message& message, std::string_view name) {
  for (const auto& [field, value] : message.headers) {
    if (boost::beast::iequals(field, name)) return value;
  }
  return std::nullopt;
}

// Takes the meta-tags and the headers behind DONE off the body of a response.
Result<void> take_envelope(Message& message) {
  const std::string text(message.body.begin(), message.body.end());
  const auto parsed = oxcmapihttp::parse_envelope(text);
  if (!parsed.envelope) return Error{std::string(oxcmapihttp::description(parsed.fault))};
  message.direction = decode::Direction::response;
  for (const auto& [name, value] : parsed.envelope->headers) message.headers.emplace_back(name, value);
  message.body.assign(parsed.envelope->body.begin(), parsed.envelope->body.end());
  return {};
}

}  // namespace

Result<std::string> bytes_of(std::string_view input) {
  const auto digits = digits_of(input);
  if (!digits || digits->empty()) return std::string(input);
  if (digits->size() % 2 != 0) return Error{"the hexadecimal digits end within a byte"};
  std::string bytes;
  bytes.reserve(digits->size() / 2);
  for (std::size_t i = 0; i < digits->size(); i += 2) {
    bytes += static_cast<char>(value_of_digit((*digits)[i]) << 4 | value_of_digit((*digits)[i + 1]));
  }
  return bytes;
}

Result<Message> parse(std::string_view bytes) {
  Message message;
  if (bytes.starts_with("HTTP/1.")) {
    auto parsed = parse_http<false>(bytes);
    if (!parsed) return parsed.error();
    message = std::move(*parsed);
  } else if (const auto line = bytes.substr(0, bytes.find("\r\n")); line.find(" HTTP/1.") != line.npos) {
    auto parsed = parse_http<true>(bytes);
    if (!parsed) return parsed.error();
    message = std::move(*parsed);
  } else {
    message.body.assign(bytes.begin(), bytes.end());
  }
  const std::string_view body(reinterpret_cast<const char*>(message.body.data()), message.body.size());
  if (message.direction != decode::Direction::request && body.starts_with(oxcmapihttp::processing_line)) {
    if (auto taken = take_envelope(message); !taken) return taken.error();
  }
  if (const auto type = header(message, oxcmapihttp::header::request_type)) {
    message.type = oxcmapihttp::request_type_from(*type);
  }
  return message;
}

}  // namespace mapigate::capture
