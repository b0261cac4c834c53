#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mapigate::xml {

// Whether XML 1.0 (section 2.2, Char) allows this code point at all.
bool is_char(char32_t code);

// Length in bytes of the UTF-8 character at the front of `text`; 0 when it is not well-formed UTF-8 (RFC
// 3629) or XML 1.0 does not allow it. `text` is not empty.
std::size_t char_length(std::string_view text);

// Length of the longest prefix that is well-formed UTF-8 and has no character that XML 1.0 forbids.
std::size_t valid_prefix(std::string_view text);

// Appends `text` so that it can stand between tags and in a quoted attribute value. What XML cannot carry
// (control characters, bytes that are not UTF-8) becomes U+FFFD.
void append_escaped(std::string& out, std::string_view text);

}  // namespace mapigate::xml
