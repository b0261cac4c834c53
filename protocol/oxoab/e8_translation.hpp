#pragma once

#include <span>

#include "protocol/wire/bytes.hpp"

// E8 call translation, MS-PATCH section 2.2.2: in x86 code, the relative target of each call is replaced by
// the absolute one, which repeats more often.

namespace mapigate::oxoab::lzx {

// The whole plain data of a stream: what is translated, and how, depends on the chunk and on the position in
// the data. `file_size` is the E8_file_size that is written in the stream; what was translated with a
// negative one cannot be restored.
void translate_e8(std::span<wire::u8> plain, wire::i32 file_size);
void restore_e8(std::span<wire::u8> plain, wire::i32 file_size);

}  // namespace mapigate::oxoab::lzx
