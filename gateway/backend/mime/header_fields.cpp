#include "gateway/backend/mime/header_fields.hpp"

#include <algorithm>

#include "gateway/backend/mime/charset.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

namespace {

constexpr std::size_t longest_name = 256;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto begin = text.find_first_not_of(space);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(space) + 1 - begin);
}

HeaderLine classify(std::string_view line) {
  if (line.empty()) return HeaderLine::malformed;
  if (is_blank(line.front())) return HeaderLine::continuation;
  // RFC 5322 section 2.2; blanks before the colon are of its obsolete syntax (section 4.5).
  std::size_t at = 0;
  while (at < line.size() && at <= longest_name && line[at] > ' ' && line[at] < 0x7F && line[at] != ':') ++at;
  if (at == 0 || at > longest_name) return HeaderLine::malformed;
  while (at < line.size() && is_blank(line[at])) ++at;
  return at < line.size() && line[at] == ':' ? HeaderLine::field : HeaderLine::malformed;
}

HeaderFields::HeaderFields(std::string text, char end_of_line)
    : text_(std::make_unique<const std::string>(std::move(text))) {
  const std::string_view all = *text_;
  for (std::size_t begin = 0; begin < all.size();) {
    const auto end = std::min(all.find(end_of_line, begin), all.size());
    const auto line = all.substr(begin, end - begin);
    if (classify(line) == HeaderLine::field) {
      const auto colon = line.find(':');
      fields_.push_back({trimmed(line.substr(0, colon)), line.substr(colon + 1)});
    } else if (!fields_.empty()) {
      auto& value = fields_.back().value;
      value = all.substr(static_cast<std::size_t>(value.data() - all.data()),
                         end - static_cast<std::size_t>(value.data() - all.data()));
    }
    begin = end + 1;
  }
}

const HeaderField* HeaderFields::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      fields_, [&](const HeaderField& field) { return equal_ignoring_case(field.name, name); });
  return found == fields_.end() ? nullptr : &*found;
}

std::string_view HeaderFields::value(std::string_view name) const {
  const HeaderField* field = find(name);
  return field ? trimmed(field->value) : std::string_view();
}

std::string unfolded(std::string_view value, std::string_view charset, std::uint32_t fallback) {
  value = trimmed(value);
  std::string line;
  line.reserve(value.size());
  bool ascii = true;
  bool folded = false;
  for (const char c : value) {
    if (c == '\r' || c == '\n') {
      folded = true;
      continue;
    }
    // A line that was folded wrongly has no blank of its own; of tabs one blank is enough.
    if (folded && c != ' ') {
      if (line.empty() || !is_blank(line.back())) line += ' ';
      if (c == '\t') continue;
    }
    folded = false;
    ascii = ascii && static_cast<unsigned char>(c) < 0x80;
    line += c == '\0' || c == '\t' ? ' ' : c;
  }
  if (ascii || is_utf8(line)) return line;
  return wire::to_utf8(decode(line, charset, fallback));
}

std::string refolded(std::string_view value) {
  std::string lines;
  lines.reserve(value.size());
  bool line_end = false;
  for (const char c : value) {
    if (c == '\r' || c == '\n') {
      line_end = true;
    } else if (c != '\0') {
      if (line_end) lines += is_blank(c) ? "\r\n" : "\r\n ";
      line_end = false;
      lines += c;
    }
  }
  return lines;
}

}  // namespace mapigate::mime
