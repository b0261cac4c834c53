#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mapigate::mailbox {

inline constexpr std::size_t max_sort_key = 128;

// Bytes whose order, one by one and unsigned, is that of the texts without regard to case, accents and width;
// for the rest characters are in the order of their numbers. At most max_sort_key: texts that begin with the
// same are equal. The same on every machine and in every locale, so that keys may be stored.
std::string sort_key(std::u16string_view text);

}  // namespace mapigate::mailbox
