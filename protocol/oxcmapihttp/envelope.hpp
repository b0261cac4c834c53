#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The body of a chunked response, MS-OXCMAPIHTTP sections 2.2.2.2 and 2.2.7:
//
//   PROCESSING CRLF
//   PENDING CRLF            (any number, while it takes long)
//   DONE CRLF
//   header: value CRLF      (any number)
//   CRLF
//   the response body of the request type

namespace mapigate::oxcmapihttp {

inline constexpr std::string_view processing_line = "PROCESSING\r\n";
inline constexpr std::string_view pending_line = "PENDING\r\n";

// What stands between the last PENDING and the body. The X-ResponseCode is that of the outcome; it can differ
// from the one in the HTTP header, which had to be sent before the outcome was known.
struct Completion {
  std::uint32_t response_code = 0;
  std::chrono::milliseconds elapsed{0};  // X-ElapsedTime
  std::chrono::sys_seconds start;        // X-StartTime, written as an HTTP date
};
std::string done_lines(const Completion& completion);

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct Envelope {
  int pending = 0;  // how many PENDING
  HeaderList headers;
  std::string_view body;  // into the text that was read

  // Letters of the name in either case; the first of that name.
  std::optional<std::string_view> header(std::string_view name) const;
};

enum class EnvelopeFault : std::uint8_t {
  incomplete,        // ends before the empty line after DONE: the connection broke, or the server gave up
  unknown_line,      // a line before DONE that is no meta-tag: no such response, perhaps a proxy's page
  malformed_header,  // a line after DONE that is neither empty nor a header
  too_long,          // more than 64 KB or 100 headers before the body
};
std::string_view description(EnvelopeFault fault);

// Either the envelope, or why there is none.
struct ParsedEnvelope {
  std::optional<Envelope> envelope;
  EnvelopeFault fault{};
};
// Reads the whole of a response.
ParsedEnvelope parse_envelope(std::string_view text);

}  // namespace mapigate::oxcmapihttp
