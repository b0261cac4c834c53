#pragma once

#include <string>
#include <string_view>

namespace mapigate::wire {

// An unpaired surrogate becomes U+FFFD.
std::string to_utf8(std::u16string_view text);
// Each byte that is not part of well-formed UTF-8 (RFC 3629) becomes U+FFFD.
std::u16string to_utf16(std::string_view utf8);

}  // namespace mapigate::wire
