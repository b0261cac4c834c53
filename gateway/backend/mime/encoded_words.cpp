#include "gateway/backend/mime/encoded_words.hpp"

#include <optional>
#include <string_view>

#include "gateway/backend/mime/base64.hpp"
#include "gateway/backend/mime/charset.hpp"
#include "gateway/backend/mime/gmime.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mime {

namespace {

struct Word {
  std::string_view charset;
  std::string bytes;
  std::size_t size = 0;  // of the word in the value
};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Section 4.2.
std::string from_q(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '=' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (escape) {
      bytes += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      bytes += text[i] == '_' ? ' ' : text[i];
    }
  }
  return bytes;
}

// The word that `value` begins with.
std::optional<Word> word_at(std::string_view value) {
  constexpr std::size_t longest = 4096;  // section 2 allows 75
  if (!value.starts_with("=?")) return std::nullopt;
  value = value.substr(0, longest);
  const auto charset_end = value.find('?', 2);
  if (charset_end == std::string_view::npos || charset_end == 2 || charset_end + 3 >= value.size())
    return std::nullopt;
  const char encoding = value[charset_end + 1];
  if (value[charset_end + 2] != '?') return std::nullopt;
  const auto text_begin = charset_end + 3;
  // Some put blanks into the text, which section 5 forbids.
  const auto text_end = value.find("?=", text_begin);
  if (text_end == std::string_view::npos) return std::nullopt;
  const auto text = value.substr(text_begin, text_end - text_begin);
  Word word;
  word.charset = value.substr(2, charset_end - 2);
  word.charset = word.charset.substr(0, word.charset.find('*'));  // a language, RFC 2231 section 5
  word.size = text_end + 2;
  if (encoding == 'B' || encoding == 'b') {
    word.bytes = from_base64(text);
  } else if (encoding == 'Q' || encoding == 'q') {
    word.bytes = from_q(text);
  } else {
    return std::nullopt;
  }
  return word;
}

// Gives each piece of plain text and each row of words to one of the functions.
template <class Plain, class Decoded>
void walk(std::string_view value, std::uint32_t fallback, Plain plain, Decoded decoded) {
  std::size_t done = 0;
  for (auto at = value.find("=?"); at != std::string_view::npos;) {
    auto word = word_at(value.substr(at));
    if (!word) {
      at = value.find("=?", at + 2);
      continue;
    }
    plain(value.substr(done, at - done));
    // Section 6.2: blanks between encoded words are no part of the text.
    while (word) {
      auto bytes = std::move(word->bytes);
      const auto charset = word->charset;
      done = at + word->size;
      word.reset();
      for (;;) {
        const auto next = value.find_first_not_of(" \t", done);
        if (next == std::string_view::npos) break;
        word = word_at(value.substr(next));
        if (!word) break;
        at = next;
        if (!equal_ignoring_case(word->charset, charset)) break;
        bytes += word->bytes;
        done = next + word->size;
        word.reset();
      }
      decoded(decode(bytes, charset, fallback));
    }
    at = value.find("=?", done);
  }
  plain(value.substr(done));
}

}  // namespace

std::u16string decoded_text(const std::string& unfolded_value, std::uint32_t fallback) {
  std::u16string text;
  walk(
      unfolded_value, fallback, [&](std::string_view piece) { text += wire::to_utf16(piece); },
      [&](const std::u16string& piece) { text += piece; });
  // Nothing that is encoded may bring in what a header cannot have.
  for (char16_t& c : text) {
    if (c < 0x20) c = u' ';
  }
  return text;
}

std::string clean_words(const std::string& unfolded_value, std::uint32_t fallback) {
  if (unfolded_value.find("=?") == std::string::npos) return unfolded_value;
  std::string value;
  walk(
      unfolded_value, fallback, [&](std::string_view piece) { value += piece; },
      [&](const std::u16string& piece) {
        const auto utf8 = wire::to_utf8(piece);
        const CText base64(g_base64_encode(reinterpret_cast<const guchar*>(utf8.data()), utf8.size()));
        value += "=?utf-8?B?" + to_string(base64) + "?=";
      });
  return value;
}

}  // namespace mapigate::mime
