#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// Character sets by their names in mail, as the code pages that properties name them by.

namespace mapigate::mime {

inline constexpr std::uint32_t ascii_code_page = 20127;
inline constexpr std::uint32_t western_code_page = 1252;
inline constexpr std::uint32_t utf8_code_page = 65001;

// By its name in the registry of IANA, or what mailers write instead ("utf8", "cp1252", "x-sjis"). 0 where
// there is no code page, though decode() may still know the name.
std::uint32_t code_page_of(std::string_view charset);
// The name to write in mail; empty where there is none, or where no mail is to be written in it.
std::string_view charset_of(std::uint32_t code_page);

// All of `bytes` as UTF-8, whatever they are: by the charset if they fit it, else by what they look like
// (UTF-8, or `fallback`, a code page), so that no byte is lost where the charset is missing or wrong.
// `charset` may be empty. `used` is the code page that they were in, utf8_code_page where it has no number.
std::u16string decode(std::string_view bytes, std::string_view charset, std::uint32_t fallback,
                      std::uint32_t* used = nullptr);

// Whether all of it is well-formed; ASCII is.
bool is_utf8(std::string_view bytes);
bool is_ascii(std::string_view bytes);

}  // namespace mapigate::mime
