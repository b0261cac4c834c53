#pragma once

#include <vector>

#include "protocol/oxrtfex/tokenizer.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::oxrtfex {

// The code page of each font that says one.
class FontTable {
 public:
  // The rest of a group that begins with \fonttbl, with its end. Fonts of an earlier one stay.
  void read(Tokenizer& tokens);
  // 0 for none.
  wire::u16 code_page(wire::i32 font) const {
    const auto at = static_cast<std::size_t>(font);
    return font >= 0 && at < code_pages_.size() ? code_pages_[at] : wire::u16{0};
  }

 private:
  void set(wire::i32 font, wire::u16 code_page);

  std::vector<wire::u16> code_pages_;  // by the number of the font
};

}  // namespace mapigate::oxrtfex
