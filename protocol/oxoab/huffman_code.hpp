#pragma once

#include <span>

#include "protocol/wire/bytes.hpp"

// Huffman codes of a bounded length for the compressor, MS-PATCH section 2.4.

namespace mapigate::oxoab::lzx {

// The path lengths of an optimal code, or nearly so where codes would be longer than `longest`. Elements of
// frequency 0 have none. Where only one element has a frequency a second gets a code too, so that the code
// fills the tree. The span has more than one element, and `longest` bits are enough to tell them apart.
void make_path_lengths(std::span<const wire::u32> frequencies, int longest, std::span<wire::u8> path_lengths);

// The codes of the canonical tree with these path lengths, each in the lower bits of its element.
void make_codes(std::span<const wire::u8> path_lengths, std::span<wire::u16> codes);

}  // namespace mapigate::oxoab::lzx
