#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "protocol/oxoab/lzx_bit_reader.hpp"
#include "protocol/oxoab/lzx_format.hpp"

namespace mapigate::oxoab::lzx {

// A canonical Huffman tree, MS-PATCH section 2.4, of up to 4096 elements.
template <unsigned max_elements, int table_bits>
class HuffmanDecoder {
 public:
  // Path lengths of 0 to 16. A tree in which nothing has a code is allowed, as long as nothing is decoded
  // with it; otherwise the codes must fill the tree exactly.
  bool build(std::span<const wire::u8> path_lengths) {
    std::array<unsigned, max_code_length + 1> count{};
    for (const auto length : path_lengths) ++count[length];
    empty_ = count[0] == path_lengths.size();
    wire::u32 code = 0;  // as the upper bits of 16
    unsigned position = 0;
    std::array<unsigned, max_code_length + 1> next{};
    for (int length = 1; length <= max_code_length; ++length) {
      next[length] = position;
      position += count[length];
      code += count[length] << (max_code_length - length);
      limit_[length] = code;
      end_[length] = position;
    }
    if (!empty_ && code != 1U << max_code_length) return false;
    for (unsigned element = 0; element < path_lengths.size(); ++element) {
      const auto length = path_lengths[element];
      if (length != 0) sorted_[next[length]++] = static_cast<wire::u16>(element);
    }
    fill_table(path_lengths);
    return true;
  }

  bool empty() const { return empty_; }

  // The tree must not be empty. The reader must have 16 bits.
  unsigned decode(BitReader& bits) const {
    const auto code = bits.peek(max_code_length);
    const unsigned entry = table_[code >> (max_code_length - table_bits)];
    if (entry != 0) {
      bits.drop(entry & 15);
      return entry >> 4;
    }
    int length = table_bits + 1;
    while (code >= limit_[length]) ++length;
    bits.drop(length);
    const auto from_limit = (limit_[length] - 1 - code) >> (max_code_length - length);
    return sorted_[end_[length] - 1 - from_limit];
  }

 private:
  void fill_table(std::span<const wire::u8> path_lengths) {
    table_.fill(0);
    if (empty_) return;
    std::size_t at = 0;
    for (unsigned i = 0; at < table_.size() && i < end_[table_bits]; ++i) {
      const unsigned element = sorted_[i];
      const int length = path_lengths[element];
      const auto entry = static_cast<wire::u16>(element << 4 | static_cast<unsigned>(length));
      const std::size_t run = std::size_t{1} << (table_bits - length);
      std::fill_n(table_.begin() + static_cast<std::ptrdiff_t>(at), run, entry);
      at += run;
    }
  }

  // By the first bits of a code: element and length in 4 bits; 0 where the code is longer.
  std::array<wire::u16, 1 << table_bits> table_{};
  std::array<wire::u16, max_elements> sorted_{};  // elements by code
  // By length: the first code, in 16 bits, that is longer; and how many elements have at most this length.
  std::array<wire::u32, max_code_length + 1> limit_{};
  std::array<unsigned, max_code_length + 1> end_{};
  bool empty_ = true;
};

}  // namespace mapigate::oxoab::lzx
