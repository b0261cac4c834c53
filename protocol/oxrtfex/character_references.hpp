#pragma once

#include <string_view>

namespace mapigate::oxrtfex {

// The character that &name; or &#N; or &#xN; stands for: the names of HTML 4, and &apos;. 0 where it is not
// known, or no character.
char32_t referenced_character(std::string_view reference);

}  // namespace mapigate::oxrtfex
