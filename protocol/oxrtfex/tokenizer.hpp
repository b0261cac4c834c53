#pragma once

#include <string_view>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxrtfex {

// One piece of RTF syntax. "RTF" is Rich Text Format (RTF) Specification, version 1.9.1, as in MS-OXRTFEX.
struct Token {
  enum class Kind : wire::u8 {
    end,
    open,    // {
    close,   // }
    word,    // \name or \nameN
    symbol,  // a backslash and another character than a letter, but not \'
    byte,    // \'hh
    text,    // at least one byte, none of them \ { } CR LF NUL
    binary,  // what \binN announces, which says nothing to anyone here
  };

  Kind kind = Kind::end;
  wire::u8 byte = 0;        // of a symbol or a byte
  bool has_number = false;  // of a word
  wire::i32 number = 0;     // of a word; as near as it gets where the digits say more
  std::string_view name{};  // of a word
  wire::ByteView text{};
};

// Cuts RTF into tokens, from left to right. There is no malformed RTF here: what makes no sense is left out.
// The bytes must stay while the tokens are used.
class Tokenizer {
 public:
  explicit Tokenizer(wire::ByteView rtf)
      : begin_(rtf.data()), next_(rtf.data()), end_(rtf.data() + rtf.size()) {}
  Token next();
  // Bytes up to the end of the last token.
  std::size_t offset() const { return static_cast<std::size_t>(next_ - begin_); }

 private:
  Token control();
  Token word();

  const wire::u8* begin_;
  const wire::u8* next_;
  const wire::u8* end_;
};

}  // namespace mapigate::oxrtfex
