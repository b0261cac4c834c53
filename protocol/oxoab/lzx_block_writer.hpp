#pragma once

#include <span>
#include <vector>

#include "protocol/oxoab/lzx_bit_writer.hpp"
#include "protocol/oxoab/lzx_format.hpp"
#include "protocol/oxoab/lzx_matcher.hpp"

namespace mapigate::oxoab::lzx {

// Some chunks that become one block.
struct BlockInput {
  wire::ByteView plain;
  std::span<const std::vector<Token>> tokens;  // by chunk
  RepeatedOffsets repeated_offsets;            // as they are behind the tokens
};

// The longest an uncompressed block can become that starts with a chunk, its chunks' sizes and the header of
// the stream included.
constexpr std::size_t max_stored_size(std::size_t plain_size) {
  constexpr std::size_t headers = 8 + 3 * sizeof(wire::u32);
  return (plain_size + chunk_size - 1) / chunk_size * sizeof(wire::u16) + headers + plain_size +
         plain_size % 2;
}

// Writes blocks, MS-PATCH section 2.3: each as a verbatim, aligned offset or uncompressed block, whichever is
// the shortest. Blocks begin and end with chunks.
class BlockWriter {
 public:
  // The header of the stream, section 2.2.2. 0 for no E8 translation.
  BlockWriter(int bits_of_window, wire::u32 e8_file_size);

  void write(const BlockInput& block);
  wire::Bytes take() { return out_.take(); }

 private:
  bool write_compressed(const BlockInput& block);
  void write_uncompressed(const BlockInput& block);
  void begin_block(BlockType type, std::size_t size);
  void write_path_lengths(std::span<const wire::u8> before, std::span<const wire::u8> lengths);

  BitWriter out_;
  unsigned main_elements_;
  wire::u32 e8_file_size_;
  bool is_first_ = true;
  PathLengths path_lengths_;
};

}  // namespace mapigate::oxoab::lzx
