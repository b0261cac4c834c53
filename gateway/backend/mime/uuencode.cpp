#include "gateway/backend/mime/uuencode.hpp"

#include <algorithm>

#include "gateway/backend/mime/header_fields.hpp"

namespace mapigate::mime {

std::string_view uuencoded_file_name(std::string_view line) {
  constexpr std::string_view begin = "begin ";
  if (!line.starts_with(begin)) return {};
  line.remove_prefix(begin.size());
  const auto mode = line.find_first_not_of("01234567");
  if (mode == std::string_view::npos || mode < 3 || mode > 4 || line[mode] != ' ') return {};
  return trimmed(line.substr(mode));
}

std::optional<std::string> decode_uuencoded_line(std::string_view line) {
  const auto six_bits = [](char c) { return static_cast<unsigned>(c - ' ') & 0x3F; };
  const auto is_digit = [](char c) { return c >= ' ' && c <= '`'; };
  if (line.empty() || !std::ranges::all_of(line, is_digit)) return std::nullopt;
  const std::size_t size = six_bits(line.front());
  // Spaces at the end of a line stand for zero bits and get lost; some encoders add a checksum.
  std::string digits(line.substr(1));
  const std::size_t needed = (size + 2) / 3 * 4;
  if (digits.size() > needed + 2) return std::nullopt;
  digits.resize(needed, ' ');
  std::string bytes;
  for (std::size_t at = 0; at < needed; at += 4) {
    const unsigned group = six_bits(digits[at]) << 18 | six_bits(digits[at + 1]) << 12 |
                           six_bits(digits[at + 2]) << 6 | six_bits(digits[at + 3]);
    for (const int shift : {16, 8, 0}) bytes += static_cast<char>(group >> shift & 0xFF);
  }
  bytes.resize(size);
  return bytes;
}

store::StoreResult<void> decode_uuencoded(Source& source, Range body, const Take& take) {
  Lines lines(source, body, end_of_line(source, body));
  Line line;
  while (lines.next(line)) {
    if (!uuencoded_file_name(line.head).empty() || line.head == "end") continue;
    const auto bytes = decode_uuencoded_line(line.head);
    if (bytes && bytes->empty()) continue;
    if (auto taken = take(bytes ? std::string_view(*bytes) : line.head); !taken) return taken;
  }
  return {};
}

}  // namespace mapigate::mime
