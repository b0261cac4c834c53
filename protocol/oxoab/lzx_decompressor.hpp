#pragma once

#include <cstddef>
#include <memory>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::oxoab {

// LZX DELTA, MS-PATCH section 2. One object can decompress many streams, and takes memory for the largest.
class LzxDecompressor {
 public:
  LzxDecompressor();
  ~LzxDecompressor();

  // The plain data of a stream, exactly `size` bytes, or a failure. `reference` is what the stream was
  // compressed with (section 2.1.3). What follows the last chunk, and the rest of a chunk behind its last
  // token, is padding. The view is valid until the next call.
  wire::Result<wire::ByteView> decompress(wire::ByteView stream, std::size_t size,
                                          wire::ByteView reference = {});

 private:
  class Decoder;
  std::unique_ptr<Decoder> decoder_;
};

}  // namespace mapigate::oxoab
