#include "protocol/oxrtfex/tokenizer.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace mapigate::oxrtfex {

namespace {

using wire::i32;
using wire::u8;

constexpr auto ends_text = [] {
  std::array<bool, 256> ends{};
  for (const auto byte : {'\\', '{', '}', '\r', '\n', '\0'}) ends[static_cast<u8>(byte)] = true;
  return ends;
}();

constexpr bool is_letter(u8 byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
constexpr bool is_digit(u8 byte) { return byte >= '0' && byte <= '9'; }

// -1 where it is no hexadecimal digit.
constexpr int hex_value(u8 byte) {
  if (is_digit(byte)) return byte - '0';
  if (byte >= 'a' && byte <= 'f') return byte - 'a' + 10;
  if (byte >= 'A' && byte <= 'F') return byte - 'A' + 10;
  return -1;
}

}  // namespace

Token Tokenizer::next() {
  while (next_ != end_) {
    switch (*next_) {
      case '{':
        ++next_;
        return {.kind = Token::Kind::open};
      case '}':
        ++next_;
        return {.kind = Token::Kind::close};
      case '\\': {
        ++next_;
        const auto token = control();
        if (token.kind == Token::Kind::end) continue;
        return token;
      }
      case '\r':
      case '\n':
      case '\0':
        ++next_;
        continue;
      default: {
        const auto* begin = next_;
        while (next_ != end_ && !ends_text[*next_]) ++next_;
        return {.kind = Token::Kind::text, .text = {begin, next_}};
      }
    }
  }
  return {};
}

// After a backslash. Token::Kind::end for a \' without digits and for a backslash that is the last byte.
Token Tokenizer::control() {
  if (next_ == end_) return {};
  if (is_letter(*next_)) return word();
  const auto symbol = *next_++;
  if (symbol != '\'') return {.kind = Token::Kind::symbol, .byte = symbol};
  if (end_ - next_ < 2) return {};
  const auto high = hex_value(next_[0]);
  const auto low = hex_value(next_[1]);
  if (high < 0 || low < 0) return {};
  next_ += 2;
  return {.kind = Token::Kind::byte, .byte = static_cast<u8>(high * 16 + low)};
}

// RTF, "Control Word": letters, then perhaps a number, then a space that belongs to the word if there is one.
Token Tokenizer::word() {
  Token token{.kind = Token::Kind::word};
  const auto* begin = next_;
  while (next_ != end_ && is_letter(*next_)) ++next_;
  token.name = {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(next_ - begin)};

  const bool negative = end_ - next_ >= 2 && *next_ == '-' && is_digit(next_[1]);
  if (negative) ++next_;
  constexpr i32 most = std::numeric_limits<i32>::max();
  for (; next_ != end_ && is_digit(*next_); ++next_) {
    const i32 digit = *next_ - '0';
    token.has_number = true;
    token.number = token.number > (most - digit) / 10 ? most : token.number * 10 + digit;
  }
  if (negative) token.number = -token.number;
  if (next_ != end_ && *next_ == ' ') ++next_;

  if (token.name == "bin") {
    token.kind = Token::Kind::binary;
    next_ += std::min<std::ptrdiff_t>(std::max(token.number, 0), end_ - next_);
  }
  return token;
}

}  // namespace mapigate::oxrtfex
