#include "gateway/backend/mime/content_ids.hpp"

#include <algorithm>

#include "gateway/backend/mime/header_fields.hpp"

namespace mapigate::mime {

namespace {

constexpr std::size_t longest_id = 512;
constexpr std::size_t most_ids = 10000;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// %40 and the like, of a text in lower case.
std::string without_escapes(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    result += escape ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return result;
}

// "cid:" in any case; npos where there is none.
std::size_t find_scheme(std::string_view text, std::size_t from) {
  for (auto at = text.find(':', from); at != std::string_view::npos; at = text.find(':', at + 1)) {
    if (at >= from + 3 && equal_ignoring_case(text.substr(at - 3, 3), "cid")) return at - 3;
  }
  return std::string_view::npos;
}

}  // namespace

void ContentIdScanner::add(std::string_view piece) {
  pending_ += piece;
  scan(false);
}

const std::set<std::string>& ContentIdScanner::found() {
  scan(true);
  return found_;
}

void ContentIdScanner::scan(bool last) {
  const std::string_view text = pending_;
  std::size_t at = 0;
  for (auto begin = find_scheme(text, 0); begin != std::string_view::npos; begin = find_scheme(text, at)) {
    const auto rest = text.substr(begin + 4, longest_id);
    const auto size = rest.find_first_of("\"'<> )\t\r\n");
    if (size == std::string_view::npos && rest.size() < longest_id && !last) {
      pending_.erase(0, begin);  // it may go on in the next piece
      return;
    }
    const bool is_id = size != std::string_view::npos || rest.size() < longest_id;
    if (is_id && found_.size() < most_ids) found_.insert(without_escapes(lower_case(rest.substr(0, size))));
    at = begin + 4;
  }
  pending_.erase(0, std::max(at, text.size() - std::min<std::size_t>(text.size(), 3)));
}

std::string_view bare_content_id(std::string_view value) {
  value = trimmed(value);
  if (value.starts_with('<')) value.remove_prefix(1);
  if (value.ends_with('>')) value.remove_suffix(1);
  return value;
}

}  // namespace mapigate::mime
