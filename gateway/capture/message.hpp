#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/base/result.hpp"
#include "protocol/decode/exchange.hpp"
#include "protocol/oxcmapihttp/headers.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::capture {

// One MAPI/HTTP message as somebody has recorded it.
struct Message {
  // Unknown where the bytes are a body alone.
  std::optional<decode::Direction> direction;
  std::optional<oxcmapihttp::RequestType> type;
  // Of HTTP, and of a response also those behind DONE.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string start_line;  // of HTTP; empty for a body alone
  wire::Bytes body;        // what the request type defines
};

// What a file or an argument holds: bytes, or their hexadecimal digits with white space, commas, "0x",
// offsets in front of a colon and comments behind # among them. Text of nothing else is taken for digits.
Result<std::string> bytes_of(std::string_view input);

// `bytes` are an HTTP message, whole or cut; or the body of one, with or without its meta-tags.
Result<Message> parse(std::string_view bytes);

}  // namespace mapigate::capture
