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

// What stands between the last PENDING and the body.
struct Completion {
  std::chrono::milliseconds elapsed{0};  // X-ElapsedTime
  std::chrono::sys_seconds start;        // X-StartTime
  // Set where the outcome differs from the X-ResponseCode that the HTTP header had to promise before.
  std::optional<std::uint32_t> response_code;
};
std::string done_lines(const Completion& completion);

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct Envelope {
  int pending = 0;  // PENDING lines
  HeaderList headers;
  std::string_view body;  // into the text that was read

  // Letters of the name in either case; the first of that name.
  std::optional<std::string_view> header(std::string_view name) const;
};

enum class EnvelopeFault : std::uint8_t {
  incomplete,     // ends before the empty line after DONE: the connection broke or the server gave up
  no_processing,  // does not start with PROCESSING: not a MAPI/HTTP answer, perhaps a proxy's page
  unknown_line,   // neither PENDING nor DONE
  malformed_header,
  too_long,  // more than 64 KB, or 100 headers, before the body
};
std::string_view description(EnvelopeFault fault);

// Either the envelope, or why there is none (then `envelope` is empty).
struct ParsedEnvelope {
  std::optional<Envelope> envelope;
  EnvelopeFault fault{};
};
ParsedEnvelope parse_envelope(std::string_view text);

}  // namespace mapigate::oxcmapihttp
