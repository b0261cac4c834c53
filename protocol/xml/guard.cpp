#include "protocol/xml/guard.hpp"

#include <charconv>

#include "protocol/wire/utf16.hpp"
#include "protocol/xml/text.hpp"

namespace mapigate::xml {

namespace {

constexpr std::size_t none = std::string_view::npos;

std::u16string read_utf16(std::string_view bytes, bool big_endian) {
  std::u16string out;
  out.reserve(bytes.size() / 2);
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    out += static_cast<char16_t>(big_endian ? first << 8 | second : second << 8 | first);
  }
  return out;
}

// A number of a character reference, behind "&#".
bool is_allowed_number(std::string_view digits) {
  int base = 10;
  if (digits.starts_with('x')) {
    base = 16;
    digits.remove_prefix(1);
  }
  std::uint32_t code = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, base);
  return error == std::errc() && end == digits.data() + digits.size() && is_char(code);
}

// Whether every '&' begins a reference that is allowed. `text` is character data or a start tag.
bool references_allowed(std::string_view text) {
  for (std::size_t at = text.find('&'); at != none; at = text.find('&', at + 1)) {
    const std::string_view rest = text.substr(at + 1, 12);
    const std::string_view name = rest.substr(0, rest.find(';'));
    if (name.size() == rest.size()) return false;
    const bool predefined = name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos";
    if (!predefined && !(name.starts_with('#') && is_allowed_number(name.substr(1)))) return false;
  }
  return true;
}

// Where the tag that begins at the front of `tag` ends (its '>'), quoted values skipped; counts '=' outside
// them, one an attribute.
std::size_t end_of_tag(std::string_view tag, std::size_t& attributes) {
  char quote = 0;
  for (std::size_t i = 1; i < tag.size(); ++i) {
    const char c = tag[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '=') {
      ++attributes;
    } else if (c == '>') {
      return i;
    }
  }
  return none;
}

}  // namespace

Parsed<std::string> to_utf8_document(std::string_view bytes, std::size_t max_bytes) {
  using namespace std::string_view_literals;
  if (bytes.size() > max_bytes) return ParseError::too_large;
  const bool big_endian = bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\0<"sv);
  const bool little_endian = bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("<\0"sv);
  std::string text;
  if (big_endian || little_endian) {
    if (bytes.size() % 2 != 0) return ParseError::encoding;
    text = wire::to_utf8(read_utf16(bytes, big_endian));
  } else {
    text = bytes;
  }
  if (text.starts_with("\xEF\xBB\xBF"sv)) text.erase(0, 3);
  if (valid_prefix(text) != text.size()) return ParseError::encoding;
  return text;
}

std::optional<ParseError> guard(std::string_view document, const Limits& limits) {
  std::size_t depth = 0;
  std::size_t elements = 0;
  std::size_t at = 0;
  while (at < document.size()) {
    const std::size_t markup = document.find('<', at);
    const std::string_view characters = document.substr(at, markup - at);
    if (!references_allowed(characters)) return ParseError::malformed;
    if (depth == 0 && characters.find_first_not_of(" \t\r\n") != none) return ParseError::malformed;
    if (markup == none) break;
    const std::string_view rest = document.substr(markup);
    std::size_t length = none;
    if (rest.starts_with("<!--")) {
      const std::size_t end = rest.find("-->", 4);
      if (end != none) length = end + 3;
    } else if (rest.starts_with("<![CDATA[")) {
      const std::size_t end = rest.find("]]>", 9);
      if (end != none) length = end + 3;
    } else if (rest.starts_with("<!")) {
      return ParseError::dtd;
    } else if (rest.starts_with("<?")) {
      const std::size_t end = rest.find("?>", 2);
      if (end != none) length = end + 2;
    } else if (rest.starts_with("</")) {
      const std::size_t end = rest.find('>');
      if (end != none) length = end + 1;
      if (depth == 0) return ParseError::malformed;
      --depth;
    } else {
      if (depth == 0 && elements > 0) return ParseError::malformed;  // a second root
      std::size_t attributes = 0;
      const std::size_t end = end_of_tag(rest, attributes);
      if (end != none) length = end + 1;
      if (++elements > limits.elements || attributes > limits.attributes) return ParseError::too_many;
      if (!references_allowed(rest.substr(0, length))) return ParseError::malformed;
      if (end != none && rest[end - 1] != '/' && ++depth > limits.depth) return ParseError::too_deep;
    }
    if (length == none) return ParseError::malformed;
    at = markup + length;
  }
  return std::nullopt;
}

}  // namespace mapigate::xml
