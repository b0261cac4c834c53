#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mapigate {

// Lower-case hexadecimal digits.
std::string to_hex(std::span<const std::uint8_t> bytes);
// Nothing when the length is odd or a character is not a hexadecimal digit.
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view digits);

// Base64 with padding, RFC 4648 section 4.
std::string to_base64(std::span<const std::uint8_t> bytes);
// Accepts missing padding; nothing for any character outside the alphabet.
std::optional<std::string> from_base64(std::string_view text);

// ASCII only: header names, host names, paths; other bytes stay as they are.
std::string to_lower(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);

// Replaces control characters and bytes that are not valid UTF-8 by '?', and cuts to `limit` bytes, so that
// untrusted text can stand in a log line or on a terminal.
std::string printable(std::string_view text, std::size_t limit = 200);
bool is_valid_utf8(std::string_view text);
// ISO 8859-1 to UTF-8.
std::string latin1_to_utf8(std::string_view text);

}  // namespace mapigate
