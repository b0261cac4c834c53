#include "protocol/wire/guid.hpp"

namespace mapigate::wire {

namespace {

// The byte of the structure behind each pair of digits of the text: Data1, Data2 and Data3 are numbers,
// written with their highest digit first.
constexpr std::array<u8, 16> text_order{3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
constexpr bool dash_before(std::size_t pair) { return pair == 4 || pair == 6 || pair == 8 || pair == 10; }

std::string written(const Guid& guid, const char* digits) {
  std::string text;
  text.reserve(38);
  for (std::size_t pair = 0; pair < text_order.size(); ++pair) {
    if (dash_before(pair)) text += '-';
    const auto byte = guid.bytes[text_order[pair]];
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

int digit_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<Guid> Guid::from_text(std::string_view text) {
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36) return std::nullopt;
  Guid guid;
  std::size_t at = 0;
  for (std::size_t pair = 0; pair < text_order.size(); ++pair) {
    if (dash_before(pair) && text[at++] != '-') return std::nullopt;
    const int high = digit_value(text[at++]);
    const int low = digit_value(text[at++]);
    if (high < 0 || low < 0) return std::nullopt;
    guid.bytes[text_order[pair]] = static_cast<u8>(high << 4 | low);
  }
  return guid;
}

std::string Guid::text() const { return written(*this, "0123456789abcdef"); }

std::string Guid::braced() const { return "{" + written(*this, "0123456789ABCDEF") + "}"; }

}  // namespace mapigate::wire
