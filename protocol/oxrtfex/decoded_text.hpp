#pragma once

#include <memory>
#include <string>
#include <vector>

#include "protocol/oxrtfex/code_page.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::oxrtfex {

// Text in UTF-8, put together from bytes in changing code pages and from characters. Bytes of one character
// may come one by one, as RTF writes them.
class DecodedText {
 public:
  void reserve(std::size_t size) { text_.reserve(size); }

  // Not empty.
  void append(wire::ByteView bytes, wire::u16 code_page);
  void append(char32_t character);
  void append_line_end();
  // The number of \uN: a UTF-16 code unit, which may be written as a negative number, or a whole character.
  // Half a surrogate pair becomes U+FFFD, and so does what is no character at all.
  void append_unicode(wire::i32 number);
  // The text; it is empty afterwards.
  std::string take();

 private:
  const CodePage& page(wire::u16 code_page);
  void flush();

  std::string text_;
  std::vector<std::unique_ptr<CodePage>> pages_;  // those seen so far, which are few
  const CodePage* current_ = nullptr;             // one of pages_
  wire::Bytes pending_;                           // in current_, which is a multi-byte one
  wire::u16 high_surrogate_ = 0;                  // 0 for none
};

}  // namespace mapigate::oxrtfex
