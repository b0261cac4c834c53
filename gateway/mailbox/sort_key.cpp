#include "gateway/mailbox/sort_key.hpp"

#include "gateway/mailbox/text_folding.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

std::string sort_key(std::u16string_view text) {
  std::u16string folded;
  // A code unit makes one byte at least.
  append_folded(folded, text, Folding::loose, max_sort_key);
  std::string key = wire::to_utf8(folded);
  // Not at the beginning of a character: only bytes cut at the same place keep their order.
  if (key.size() > max_sort_key) key.resize(max_sort_key);
  return key;
}

}  // namespace mapigate::mailbox
