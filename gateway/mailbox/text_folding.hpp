#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mapigate::mailbox {

// What a comparison of texts overlooks. Canonically equivalent characters are equal in all but `none`.
enum class Folding : std::uint8_t {
  none,
  case_,           // case, by full case folding
  marks,           // accents and other combining marks
  case_and_marks,  // both
  loose,           // both, and what NFKD makes equal: width, ligatures, circled digits
};

// The same on every machine and in every locale. An unpaired surrogate becomes U+FFFD, but for `none`.
// Character by character: the folding of a part of a text is a part of its folding.
std::u16string fold(std::u16string_view text, Folding folding);
// Appends the folding of `text` to `out` until that has `limit` code units; it may have a few more then.
void append_folded(std::u16string& out, std::u16string_view text, Folding folding,
                   std::size_t limit = SIZE_MAX);

}  // namespace mapigate::mailbox
