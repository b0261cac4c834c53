#include "protocol/oxrtfex/html_fragments.hpp"

#include <algorithm>
#include <array>

namespace mapigate::oxrtfex {

namespace {

using Kind = HtmlFragment::Kind;

constexpr std::string_view white_space = " \t\r\n\f";
// Elements in whose content < does not begin a tag.
constexpr std::array<std::string_view, 8> raw_text_elements = {
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
};
// &CounterClockwiseContourIntegral; is the longest that there is.
constexpr std::size_t max_reference = 33;

constexpr char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}
constexpr bool is_letter(char byte) { return lower(byte) >= 'a' && lower(byte) <= 'z'; }
constexpr bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
constexpr bool is_hex_digit(char byte) {
  return is_digit(byte) || (lower(byte) >= 'a' && lower(byte) <= 'f');
}
constexpr bool is_space(char byte) { return white_space.find(byte) != white_space.npos; }

// The size of the character reference that `html` begins with, or 0.
std::size_t reference_size(std::string_view html) {
  html = html.substr(0, max_reference);
  std::size_t at = 1;
  const auto size_with = [&](auto accepts) {
    const auto begin = at;
    while (at < html.size() && accepts(html[at])) ++at;
    return at > begin && at < html.size() && html[at] == ';' ? at + 1 : 0;
  };
  if (html.substr(0, 3) == "&#x" || html.substr(0, 3) == "&#X") {
    at = 3;
    return size_with(is_hex_digit);
  }
  if (html.substr(0, 2) == "&#") {
    at = 2;
    return size_with(is_digit);
  }
  return size_with([](char byte) { return is_letter(byte) || is_digit(byte); });
}

}  // namespace

bool is_element(std::string_view name, std::string_view in_lower_case) {
  return std::equal(name.begin(), name.end(), in_lower_case.begin(), in_lower_case.end(),
                    [](char letter, char wanted) { return lower(letter) == wanted; });
}

HtmlFragment HtmlFragments::take(Kind kind, std::size_t size, std::string_view name) {
  const auto html = rest_.substr(0, size);
  rest_.remove_prefix(html.size());
  return {kind, html, name};
}

HtmlFragment HtmlFragments::next() {
  if (rest_.empty()) return {};
  if (!raw_text_element_.empty()) {
    const auto size = raw_text_size();
    raw_text_element_ = {};
    if (size > 0) return take(Kind::hidden, size);
  }
  if (is_space(rest_.front())) return take(Kind::space, rest_.find_first_not_of(white_space));
  if (rest_.front() == '<') return take_markup();
  if (rest_.front() == '&') {
    if (const auto size = reference_size(rest_); size > 0) return take(Kind::reference, size);
  }
  return take(Kind::text, rest_.find_first_of("<& \t\r\n\f", 1));
}

HtmlFragment HtmlFragments::take_markup() {
  const auto second = rest_.size() > 1 ? rest_[1] : '\0';
  const bool is_end_tag = second == '/' && rest_.size() > 2 && is_letter(rest_[2]);
  if (is_letter(second) || is_end_tag) {
    const std::size_t begin = is_end_tag ? 2 : 1;
    const auto end = std::min(rest_.find_first_of("/> \t\r\n\f", begin), rest_.size());
    const auto name = rest_.substr(begin, end - begin);
    const bool has_raw_text = !is_end_tag && std::any_of(raw_text_elements.begin(), raw_text_elements.end(),
                                                         [&](auto raw) { return is_element(name, raw); });
    if (has_raw_text) raw_text_element_ = name;
    return take(is_end_tag ? Kind::end_tag : Kind::start_tag, tag_size(end), name);
  }
  const auto through = [&](std::string_view end, std::size_t from) {
    const auto found = rest_.find(end, from);
    return found == rest_.npos ? rest_.size() : found + end.size();
  };
  // <!--> and <!---> are whole comments.
  if (rest_.substr(0, 4) == "<!--") return take(Kind::hidden, through("-->", 2));
  if (second == '!' || second == '?' || second == '/') return take(Kind::hidden, through(">", 2));
  return take(Kind::text, rest_.find_first_of("<& \t\r\n\f", 1));
}

std::size_t HtmlFragments::tag_size(std::size_t at) const {
  // A quotation mark is one only where a value begins; elsewhere it is part of a name or a value.
  bool value_begins = false;
  while (at < rest_.size()) {
    const auto byte = rest_[at];
    if (byte == '>') return at + 1;
    if (value_begins && (byte == '"' || byte == '\'')) {
      at = rest_.find(byte, at + 1);
      if (at == rest_.npos) break;
      value_begins = false;
    } else if (!is_space(byte)) {
      value_begins = byte == '=';
    }
    ++at;
  }
  return rest_.size();
}

std::size_t HtmlFragments::raw_text_size() const {
  for (auto at = rest_.find("</"); at != rest_.npos; at = rest_.find("</", at + 2)) {
    const auto name = rest_.substr(at + 2, raw_text_element_.size());
    const auto behind = at + 2 + name.size();
    const bool ends =
        behind == rest_.size() || rest_[behind] == '>' || rest_[behind] == '/' || is_space(rest_[behind]);
    if (!ends || name.size() != raw_text_element_.size()) continue;
    if (std::equal(name.begin(), name.end(), raw_text_element_.begin(),
                   [](char a, char b) { return lower(a) == lower(b); })) {
      return at;
    }
  }
  return rest_.size();
}

}  // namespace mapigate::oxrtfex
