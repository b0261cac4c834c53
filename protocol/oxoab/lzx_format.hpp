#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <utility>

#include "protocol/wire/bytes.hpp"

// What compressor and decompressor of LZX DELTA have in common, MS-PATCH section 2.

namespace mapigate::oxoab::lzx {

// Section 2.2.1: each chunk of compressed data stands for this many plain bytes, the last for what is left.
inline constexpr std::size_t chunk_size = 32768;

// Section 2.3.1.1.
enum class BlockType : wire::u8 { verbatim = 1, aligned_offset = 2, uncompressed = 3 };

// Section 2.1.2: the window is the smallest that has room for the reference data, up to a multiple of 32 KB,
// and the plain data. Its size is not in the stream: both sides compute it.
inline constexpr int min_window_bits = 17;
inline constexpr int max_window_bits = 25;
constexpr int window_bits(std::size_t reference_size, std::size_t plain_size) {
  const auto rounded = (reference_size + chunk_size - 1) / chunk_size * chunk_size;
  int bits = min_window_bits;
  while (bits < max_window_bits && (std::size_t{1} << bits) < rounded + plain_size) ++bits;
  return bits;
}

// Section 2.1.4: the three last offsets have the formatted offsets 0 to 2, an offset of 1 the next.
inline constexpr wire::u32 formatted_offset_of_zero = 2;
constexpr std::size_t max_offset(int bits) { return (std::size_t{1} << bits) - 3; }

// Sections 2.1.6 and 2.6.2: a slot for each of the first four formatted offsets; then two slots for each
// further bit, up to 2^18, and slots of 2^17 offsets above.
constexpr unsigned position_slot(wire::u32 formatted_offset) {
  if (formatted_offset < 4) return formatted_offset;
  if (formatted_offset >= 1U << 18) return 34 + (formatted_offset >> 17);
  const auto high_bit = static_cast<unsigned>(std::bit_width(formatted_offset)) - 1;
  return 2 * high_bit + (formatted_offset >> (high_bit - 1) & 1);
}
constexpr unsigned position_slots(int bits) { return position_slot((1U << bits) - 1) + 1; }
inline constexpr unsigned max_position_slots = position_slots(max_window_bits);

struct PositionSlot {
  wire::u32 base;
  int footer_bits;
};
inline constexpr auto position_table = [] {
  std::array<PositionSlot, max_position_slots> table{};
  wire::u32 base = 0;
  for (unsigned slot = 0; slot < max_position_slots; ++slot) {
    const int bits = slot < 4 ? 0 : slot < 36 ? static_cast<int>(slot) / 2 - 1 : 17;
    table[slot] = {base, bits};
    base += 1U << bits;
  }
  return table;
}();

// Section 2.6.3: of a footer with at least as many bits, the lowest are in the aligned offset tree.
inline constexpr int aligned_bits = 3;

// Sections 2.6.4 to 2.6.6.
inline constexpr unsigned min_match = 2;
inline constexpr unsigned length_headers = 8;  // the last of them: the length goes on in the length tree
inline constexpr unsigned first_length_in_tree = min_match + length_headers - 1;
inline constexpr unsigned first_extra_length = 257;

// Section 2.4: elements of the trees.
inline constexpr unsigned literals = 256;
constexpr unsigned main_elements(int bits) { return literals + position_slots(bits) * length_headers; }
inline constexpr unsigned max_main_elements = main_elements(max_window_bits);
inline constexpr unsigned length_elements = first_extra_length - first_length_in_tree + 1;
inline constexpr unsigned aligned_elements = 1 << aligned_bits;
inline constexpr unsigned pretree_elements = 20;
// Sections 2.5 and 2.3.2.3: longest codes.
inline constexpr int max_code_length = 16;
inline constexpr int max_pretree_code_length = 15;
inline constexpr int max_aligned_code_length = 7;

// Section 2.5: codes of a pretree. A smaller code is the old path length less the new one, modulo 17.
inline constexpr unsigned path_length_modulus = 17;
inline constexpr unsigned short_zeros_code = 17;
inline constexpr unsigned short_zeros = 4;
inline constexpr int short_zeros_bits = 4;
inline constexpr unsigned long_zeros_code = 18;
inline constexpr unsigned long_zeros = 20;
inline constexpr int long_zeros_bits = 5;
inline constexpr unsigned same_code = 19;
inline constexpr unsigned same = 4;
inline constexpr int same_bits = 1;

// The path lengths of the block before, against which those of the next are written.
struct PathLengths {
  std::array<wire::u8, max_main_elements> main{};
  std::array<wire::u8, length_elements> length{};
};

// Section 2.1.4: R0, R1 and R2.
struct RepeatedOffsets {
  std::array<wire::u32, 3> r{1, 1, 1};

  // The one of that index, which comes to the front by exchange.
  wire::u32 use(unsigned index) {
    std::swap(r[0], r[index]);
    return r[0];
  }
  void push(wire::u32 offset) { r = {offset, r[0], r[1]}; }
};

static_assert(position_slots(17) == 34 && position_slots(19) == 38 && position_slots(20) == 42 &&
              position_slots(25) == 290);
static_assert(position_table[289].base == 33423360 && length_elements == 249);

}  // namespace mapigate::oxoab::lzx
