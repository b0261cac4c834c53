#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mapigate::wire {

inline constexpr char32_t replacement_character = 0xFFFD;

// `character` is at most U+10FFFF and no surrogate.
inline void append_utf8(std::string& out, char32_t character) {
  const auto tail = [&](int shift) {
    return static_cast<char>(0x80 | (static_cast<unsigned>(character) >> shift & 0x3F));
  };
  if (character < 0x80) {
    out += static_cast<char>(character);
  } else if (character < 0x800) {
    out += {static_cast<char>(0xC0 | character >> 6), tail(0)};
  } else if (character < 0x10000) {
    out += {static_cast<char>(0xE0 | character >> 12), tail(6), tail(0)};
  } else {
    out += {static_cast<char>(0xF0 | character >> 18), tail(12), tail(6), tail(0)};
  }
}

// The character at `at`, which moves behind it and is less than the size before. A byte that is not part of
// well-formed UTF-8 (RFC 3629) counts as U+FFFD.
inline char32_t next_character(std::string_view utf8, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(utf8[i]); };
  const unsigned lead = byte(at++);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || utf8.size() - at < more) return replacement_character;
  char32_t character = lead & (0x3Fu >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return replacement_character;
    character = character << 6 | (byte(at + i) & 0x3Fu);
  }
  const bool overlong = (more == 2 && character < 0x800) || (more == 3 && character < 0x10000);
  if (overlong || (character >= 0xD800 && character <= 0xDFFF) || character > 0x10FFFF) {
    return replacement_character;
  }
  at += more;
  return character;
}

}  // namespace mapigate::wire
