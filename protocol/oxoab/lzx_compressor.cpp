#include "protocol/oxoab/lzx_compressor.hpp"

#include <algorithm>

#include "protocol/oxoab/e8_translation.hpp"
#include "protocol/oxoab/lzx_block_writer.hpp"

namespace mapigate::oxoab {

using namespace lzx;

namespace {

// Chunks that have their trees in common. Fewer trees are shorter, more are nearer to the data.
constexpr std::size_t chunks_per_block = 4;
constexpr std::size_t block_size = chunks_per_block * chunk_size;

}  // namespace

std::size_t LzxCompressor::max_compressed_size(std::size_t plain_size) {
  return plain_size / block_size * max_stored_size(block_size) + max_stored_size(plain_size % block_size);
}

wire::Bytes LzxCompressor::compress(wire::ByteView plain, wire::ByteView reference, wire::i32 e8_file_size) {
  window_.assign(reference.begin(), reference.end());
  window_.insert(window_.end(), plain.begin(), plain.end());
  const auto data = std::span(window_).subspan(reference.size());
  if (e8_file_size > 0) translate_e8(data, e8_file_size);
  matcher_.begin(window_, reference.size());
  BlockWriter writer(window_bits(reference.size(), plain.size()),
                     e8_file_size > 0 ? static_cast<wire::u32>(e8_file_size) : 0);
  chunks_.resize(chunks_per_block);
  for (std::size_t start = 0; start < data.size(); start += block_size) {
    const auto block = data.subspan(start, std::min(block_size, data.size() - start));
    std::size_t chunks = 0;
    for (std::size_t chunk = 0; chunk < block.size(); chunk += chunk_size) {
      auto& tokens = chunks_[chunks++];
      tokens.clear();
      matcher_.parse_chunk(std::min(chunk_size, block.size() - chunk), tokens);
    }
    writer.write({block, std::span(chunks_).first(chunks), matcher_.repeated_offsets()});
  }
  return writer.take();
}

}  // namespace mapigate::oxoab
