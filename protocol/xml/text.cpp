#include "protocol/xml/text.hpp"

#include <array>
#include <cstdint>

namespace mapigate::xml {

namespace {

// The ASCII characters that stand for themselves everywhere. Nearly all text is of these, and goes by this
// table.
constexpr std::array<bool, 256> plain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) table[c] = true;
  for (char c : {'&', '<', '>', '"', '\''}) table[static_cast<std::uint8_t>(c)] = false;
  return table;
}();

// What a character of ASCII becomes; empty when it stays as it is.
std::string_view escape_of(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&apos;";
    // As references, or an attribute's value would come back with spaces (XML 1.0 section 3.3.3).
    case '\t':
      return "&#9;";
    case '\n':
      return "&#10;";
    case '\r':
      return "&#13;";
    default:
      return {};
  }
}

}  // namespace

bool is_char(char32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  return code <= 0xD7FF || (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

std::size_t char_length(std::string_view text) {
  const auto first = static_cast<std::uint8_t>(text.front());
  if (first < 0x80) return is_char(first) ? 1 : 0;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  char32_t code = first & (0xFF >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    if ((byte & 0xC0) != 0x80) return 0;
    code = code << 6 | (byte & 0x3F);
  }
  const char32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  return code >= least && is_char(code) ? length : 0;
}

std::size_t valid_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (plain[static_cast<std::uint8_t>(text[at])]) {
      ++at;
      continue;
    }
    const std::size_t length = char_length(text.substr(at));
    if (length == 0) break;
    at += length;
  }
  return at;
}

void append_escaped(std::string& out, std::string_view text) {
  std::size_t start = 0;  // of the run that is copied as it is
  std::size_t at = 0;
  const auto replace = [&](std::size_t length, std::string_view by) {
    out.append(text, start, at - start);
    out += by;
    at += length;
    start = at;
  };
  while (at < text.size()) {
    if (plain[static_cast<std::uint8_t>(text[at])]) {
      ++at;
      continue;
    }
    const std::size_t length = char_length(text.substr(at));
    if (length == 0) {
      replace(1, "\xEF\xBF\xBD");
    } else if (const std::string_view escape = escape_of(text[at]); !escape.empty()) {
      replace(1, escape);
    } else {
      at += length;
    }
  }
  out.append(text, start);
}

}  // namespace mapigate::xml
