#pragma once

#include <vector>

#include "protocol/oxoab/lzx_format.hpp"

namespace mapigate::oxoab::lzx {

// A literal or a match, MS-PATCH section 2.6.
struct Token {
  wire::u32 length;  // plain bytes; 1 is a literal
  wire::u32 value;   // the literal, or the formatted offset

  bool is_literal() const { return length == 1; }
};

// Turns plain data into tokens. Strings that occurred before are found by chains of the positions at which
// the same hash did; where a match a byte later is worth more, it is taken instead.
class Matcher {
 public:
  // `data` is the reference data, `start` bytes, and the plain data. It stays where it is until the next
  // begin().
  void begin(wire::ByteView data, std::size_t start);
  // Appends the tokens of the next `size` bytes, which are one chunk: no match goes beyond it.
  void parse_chunk(std::size_t size, std::vector<Token>& tokens);
  // As they are behind the last token.
  const RepeatedOffsets& repeated_offsets() const { return repeated_; }

 private:
  struct Match {
    wire::u32 length = 0;
    wire::u32 formatted_offset = 0;
    int gain = 0;  // bits by which it is estimated to be shorter than literals; 0: no match
  };

  Match find(std::size_t at, std::size_t stop) const;
  void insert(std::size_t at);
  wire::u32 hash(const wire::u8* at) const;

  wire::ByteView data_;
  std::size_t next_ = 0;
  std::size_t max_offset_ = 0;
  RepeatedOffsets repeated_;
  int hash_shift_ = 0;
  std::vector<wire::u32> newest_;  // by hash: position + 1, 0 for none
  std::vector<wire::u32> older_;   // by position: the same for the one before with its hash
};

}  // namespace mapigate::oxoab::lzx
