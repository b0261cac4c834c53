#include "gateway/backend/mime/base64.hpp"

#include <array>
#include <cstdint>

namespace mapigate::mime {

namespace {

constexpr std::uint8_t none = 0xFF;
constexpr std::uint8_t padding = 0xFE;

constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(none);
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < digits.size(); ++i)
    table[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  table['='] = padding;
  return table;
}();

std::uint8_t value_of(char c) { return values[static_cast<unsigned char>(c)]; }

}  // namespace

bool is_base64_digit(char c) { return value_of(c) != none; }

void Base64Decoder::add(std::string_view text, std::string& bytes) {
  bytes.reserve(bytes.size() + text.size() / 4 * 3 + 3);
  for (const char c : text) {
    const auto value = value_of(c);
    if (value == none) continue;
    if (value == padding) {
      finish(bytes);
      continue;
    }
    group_ = group_ << 6 | value;
    if (++digits_ < 4) continue;
    bytes += {static_cast<char>(group_ >> 16), static_cast<char>(group_ >> 8), static_cast<char>(group_)};
    group_ = 0;
    digits_ = 0;
  }
}

void Base64Decoder::finish(std::string& bytes) {
  if (digits_ == 2) bytes += static_cast<char>(group_ >> 4);
  if (digits_ == 3) bytes += {static_cast<char>(group_ >> 10), static_cast<char>(group_ >> 2)};
  group_ = 0;
  digits_ = 0;
}

std::string from_base64(std::string_view text) {
  std::string bytes;
  Base64Decoder decoder;
  decoder.add(text, bytes);
  decoder.finish(bytes);
  return bytes;
}

}  // namespace mapigate::mime
