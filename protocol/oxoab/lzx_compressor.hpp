#pragma once

#include <cstddef>
#include <vector>

#include "protocol/oxoab/lzx_format.hpp"
#include "protocol/oxoab/lzx_matcher.hpp"

namespace mapigate::oxoab {

// LZX DELTA, MS-PATCH section 2. One object can compress many streams, and takes memory for the largest.
class LzxCompressor {
 public:
  // A stream that becomes `plain` again where the same reference data is given. `e8_file_size`: 0, or the
  // E8_file_size of section 2.2.2, above 0, for data with x86 code.
  wire::Bytes compress(wire::ByteView plain, wire::ByteView reference = {}, wire::i32 e8_file_size = 0);

  // The longest a stream can become.
  static std::size_t max_compressed_size(std::size_t plain_size);

 private:
  wire::Bytes window_;  // the reference data and the plain data
  lzx::Matcher matcher_;
  std::vector<std::vector<lzx::Token>> chunks_;
};

}  // namespace mapigate::oxoab
