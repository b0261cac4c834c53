#include "protocol/oxcmapihttp/envelope.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "protocol/oxcmapihttp/ascii.hpp"
#include "protocol/oxcmapihttp/headers.hpp"

namespace mapigate::oxcmapihttp {

namespace {

constexpr std::size_t max_before_body = 64 * 1024;
constexpr std::size_t max_headers = 100;

// RFC 9110 section 5.6.7: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date(std::chrono::sys_seconds time) {
  constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

// The next line without its end, which is LF with or without CR; nothing where no line ends.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

}  // namespace

std::string done_lines(const Completion& completion) {
  std::string lines = "DONE\r\n";
  const auto add = [&](std::string_view name, std::string_view value) {
    lines.append(name).append(": ").append(value).append("\r\n");
  };
  add(header::response_code, std::to_string(completion.response_code));
  add(header::elapsed_time, std::to_string(completion.elapsed.count()));
  add(header::start_time, http_date(completion.start));
  lines += "\r\n";
  return lines;
}

std::optional<std::string_view> Envelope::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (ascii::equal_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::string_view description(EnvelopeFault fault) {
  switch (fault) {
    case EnvelopeFault::incomplete:
      return "the response ends before DONE";
    case EnvelopeFault::unknown_line:
      return "the response is not one of MAPI over HTTP";
    case EnvelopeFault::malformed_header:
      return "a line after DONE is not a header";
    case EnvelopeFault::too_long:
      return "the response has too much before its body";
  }
  return "unknown fault";
}

ParsedEnvelope parse_envelope(std::string_view text) {
  const auto whole_size = text.size();
  // Lines are looked for in what may stand before the body only, so that a large body is not searched.
  const bool cut = whole_size > max_before_body;
  auto lines = text.substr(0, max_before_body);
  const auto no_line = cut ? EnvelopeFault::too_long : EnvelopeFault::incomplete;

  Envelope envelope;
  for (;;) {
    const auto line = take_line(lines);
    if (!line) return {{}, no_line};
    if (*line == "DONE") break;
    if (*line == "PENDING") {
      ++envelope.pending;
    } else if (*line != "PROCESSING") {
      return {{}, EnvelopeFault::unknown_line};
    }
  }
  for (;;) {
    const auto line = take_line(lines);
    if (!line) return {{}, no_line};
    if (line->empty()) break;
    const auto colon = line->find(':');
    if (colon == 0 || colon == std::string_view::npos) return {{}, EnvelopeFault::malformed_header};
    if (envelope.headers.size() == max_headers) return {{}, EnvelopeFault::too_long};
    envelope.headers.emplace_back(line->substr(0, colon), ascii::trim(line->substr(colon + 1)));
  }
  envelope.body = text.substr(std::min(max_before_body, whole_size) - lines.size());
  return {std::move(envelope), {}};
}

}  // namespace mapigate::oxcmapihttp
