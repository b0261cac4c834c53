#include "protocol/oxoab/lzx_decompressor.hpp"

#include <algorithm>
#include <cstring>

#include "protocol/oxoab/e8_translation.hpp"
#include "protocol/oxoab/lzx_bit_reader.hpp"
#include "protocol/oxoab/lzx_format.hpp"
#include "protocol/oxoab/lzx_huffman_decoder.hpp"

namespace mapigate::oxoab {

using namespace lzx;
using wire::Fault;
using wire::i32;
using wire::u16;
using wire::u32;
using wire::u8;

namespace {

// Bytes behind the end of the window that copy_match() may overwrite.
constexpr std::size_t slack = 8;

// `length` bytes from `distance` before `to`, which may overlap: what was just written is read again. Up to 7
// bytes behind them are overwritten too.
void copy_match(u8* to, std::size_t distance, std::size_t length) {
  const u8* from = to - distance;
  if (distance >= 8) {
    for (u8* const stop = to + length; to < stop; to += 8, from += 8) std::memcpy(to, from, 8);
  } else if (distance == 1) {
    std::memset(to, *from, length);
  } else {
    for (std::size_t i = 0; i < length; ++i) to[i] = from[i];
  }
}

// Section 2.6.6.
u32 take_extra_length(BitReader& bits) {
  if (bits.take(1) == 0) return bits.take(8);
  if (bits.take(1) == 0) return (1U << 8) + bits.take(10);
  if (bits.take(1) == 0) return (1U << 8) + (1U << 10) + bits.take(12);
  return bits.take(15);
}

}  // namespace

class LzxDecompressor::Decoder {
 public:
  wire::Result<wire::ByteView> run(wire::ByteView stream, std::size_t size, wire::ByteView reference);

 private:
  // What these return: whether the data was right.
  bool decode_chunk(std::size_t size);
  bool read_block_header();
  bool read_path_lengths(std::span<u8> lengths);
  bool read_trees();
  bool decode_tokens(std::size_t size);
  bool copy_bytes(std::size_t size);
  template <bool aligned>
  bool decode_tokens_as(BitReader& bits, u8* out, u8* stop);

  wire::Bytes window_;  // the reference data, the plain data, and slack
  std::size_t at_ = 0;  // in window_: where the next plain byte goes
  std::size_t max_offset_ = 0;
  unsigned main_elements_ = 0;

  BitReader bits_;
  BlockType block_type_{};
  std::size_t block_size_ = 0;
  std::size_t block_left_ = 0;
  RepeatedOffsets repeated_;
  PathLengths path_lengths_;
  HuffmanDecoder<max_main_elements, 11> main_;
  HuffmanDecoder<length_elements, 10> length_;
  HuffmanDecoder<aligned_elements, 7> aligned_;
  HuffmanDecoder<pretree_elements, 7> pretree_;
};

wire::Result<wire::ByteView> LzxDecompressor::Decoder::run(wire::ByteView stream, std::size_t size,
                                                           wire::ByteView reference) {
  const auto failure = [&](Fault fault, const u8* where) {
    return wire::Failure{fault, static_cast<std::size_t>(where - stream.data()), "LZXD"};
  };
  // Each chunk has its size before it, which bounds what a short stream can claim to become.
  if (size / chunk_size > stream.size() / sizeof(u16)) return failure(Fault::truncated, stream.data());

  const int bits = window_bits(reference.size(), size);
  max_offset_ = max_offset(bits);
  main_elements_ = main_elements(bits);
  repeated_ = {};
  path_lengths_ = {};
  block_size_ = block_left_ = 0;
  block_type_ = {};
  window_.resize(reference.size() + size + slack);
  std::copy(reference.begin(), reference.end(), window_.begin());
  at_ = reference.size();

  u32 e8_file_size = 0;
  auto rest = stream;
  for (std::size_t done = 0; done < size; done += chunk_size) {
    if (rest.size() < sizeof(u16)) return failure(Fault::truncated, rest.data());
    const std::size_t chunk = rest[0] | rest[1] << 8;
    if (chunk > rest.size() - sizeof(u16)) return failure(Fault::truncated, rest.data());
    bits_ = BitReader(rest.subspan(sizeof(u16), chunk));
    if (done == 0 && bits_.take(1) != 0) {
      e8_file_size = bits_.take(16) << 16;
      e8_file_size |= bits_.take(16);
    }
    if (!decode_chunk(std::min(chunk_size, size - done)) || bits_.overrun()) {
      return failure(bits_.overrun() ? Fault::truncated : Fault::invalid, rest.data());
    }
    rest = rest.subspan(sizeof(u16) + chunk);
  }
  const auto plain = std::span(window_).subspan(reference.size(), size);
  if (e8_file_size != 0) restore_e8(plain, static_cast<i32>(e8_file_size));
  return wire::ByteView(plain);
}

bool LzxDecompressor::Decoder::decode_chunk(std::size_t size) {
  while (size > 0) {
    if (block_left_ == 0 && !read_block_header()) return false;
    const auto part = std::min(size, block_left_);
    if (!(block_type_ == BlockType::uncompressed ? copy_bytes(part) : decode_tokens(part))) return false;
    at_ += part;
    size -= part;
    block_left_ -= part;
    // Section 2.3.2.1: the byte that realigns. At the end of a chunk the next begins where its predecessor's
    // size says.
    const bool odd = block_size_ % 2 != 0;
    if (block_left_ == 0 && block_type_ == BlockType::uncompressed && odd && size > 0) bits_.bytes(1);
  }
  return true;
}

bool LzxDecompressor::Decoder::read_block_header() {
  block_type_ = static_cast<BlockType>(bits_.take(3));
  block_size_ = bits_.take(8) << 16;
  block_size_ |= bits_.take(16);
  block_left_ = block_size_;
  if (block_size_ == 0) return false;
  switch (block_type_) {
    case BlockType::aligned_offset: {
      std::array<u8, aligned_elements> lengths{};
      for (auto& length : lengths) length = static_cast<u8>(bits_.take(3));
      return aligned_.build(lengths) && read_trees();
    }
    case BlockType::verbatim:
      return read_trees();
    case BlockType::uncompressed:
      bits_.leave_for_bytes();
      for (auto& offset : repeated_.r) {
        const auto bytes = bits_.bytes(sizeof(u32));
        if (bytes.size() < sizeof(u32)) return false;
        offset = bytes[0] | u32{bytes[1]} << 8 | u32{bytes[2]} << 16 | u32{bytes[3]} << 24;
      }
      return true;
  }
  return false;
}

bool LzxDecompressor::Decoder::read_trees() {
  const auto main = std::span(path_lengths_.main).first(main_elements_);
  return read_path_lengths(main.first(literals)) && read_path_lengths(main.subspan(literals)) &&
         main_.build(main) && read_path_lengths(path_lengths_.length) &&
         length_.build(path_lengths_.length) && !main_.empty();
}

// Section 2.5.
bool LzxDecompressor::Decoder::read_path_lengths(std::span<u8> lengths) {
  std::array<u8, pretree_elements> pretree_lengths{};
  for (auto& length : pretree_lengths) length = static_cast<u8>(bits_.take(4));
  if (!pretree_.build(pretree_lengths) || pretree_.empty()) return false;
  const auto next_code = [&] {
    bits_.refill();
    return pretree_.decode(bits_);
  };
  const auto changed = [](u8 length, unsigned code) {
    return static_cast<u8>((length + path_length_modulus - code) % path_length_modulus);
  };
  for (std::size_t i = 0; i < lengths.size();) {
    unsigned code = next_code();
    if (code < path_length_modulus) {
      lengths[i] = changed(lengths[i], code);
      ++i;
      continue;
    }
    std::size_t run = 0;
    u8 value = 0;
    if (code == short_zeros_code) {
      run = short_zeros + bits_.take(short_zeros_bits);
    } else if (code == long_zeros_code) {
      run = long_zeros + bits_.take(long_zeros_bits);
    } else {
      run = same + bits_.take(same_bits);
      code = next_code();
      if (code >= path_length_modulus) return false;
      value = changed(lengths[i], code);
    }
    if (run > lengths.size() - i) return false;
    std::fill_n(lengths.begin() + static_cast<std::ptrdiff_t>(i), run, value);
    i += run;
  }
  return true;
}

bool LzxDecompressor::Decoder::copy_bytes(std::size_t size) {
  const auto bytes = bits_.bytes(size);
  std::copy(bytes.begin(), bytes.end(), window_.begin() + static_cast<std::ptrdiff_t>(at_));
  return bytes.size() == size;
}

bool LzxDecompressor::Decoder::decode_tokens(std::size_t size) {
  auto* const out = window_.data() + at_;
  // A copy, which stays in registers: a member could be changed by each byte that is written.
  auto bits = bits_;
  const bool right = block_type_ == BlockType::aligned_offset
                         ? decode_tokens_as<true>(bits, out, out + size)
                         : decode_tokens_as<false>(bits, out, out + size);
  bits_ = bits;
  return right;
}

// Section 2.7. A match ends with the chunk and with the block at the latest: behind it there is nothing that
// could be a token.
template <bool aligned>
bool LzxDecompressor::Decoder::decode_tokens_as(BitReader& bits, u8* out, u8* stop) {
  const auto* const window = window_.data();
  while (out < stop) {
    bits.refill();
    auto element = main_.decode(bits);
    if (element < literals) {
      *out++ = static_cast<u8>(element);
      continue;
    }
    element -= literals;
    std::size_t length = element % length_headers + min_match;
    if (length == first_length_in_tree) {
      if (length_.empty()) return false;
      length += length_.decode(bits);
    }
    const auto slot = element / length_headers;
    std::size_t offset = 0;
    if (slot < repeated_.r.size()) {
      offset = repeated_.use(slot);
    } else {
      auto [formatted, footer_bits] = position_table[slot];
      // The pseudocode of section 2.7 reads a footer of three bits as verbatim bits. Section 2.6.3 says that
      // there are aligned bits where the formatted offset is above 15, which is what encoders do.
      if (aligned && footer_bits >= aligned_bits) {
        formatted += bits.take(footer_bits - aligned_bits) << aligned_bits;
        if (aligned_.empty()) return false;
        bits.refill();
        formatted += aligned_.decode(bits);
      } else {
        formatted += bits.take(footer_bits);
      }
      offset = formatted - formatted_offset_of_zero;
      repeated_.push(static_cast<u32>(offset));
    }
    if (length == first_extra_length) length += take_extra_length(bits);
    if (length > static_cast<std::size_t>(stop - out) || offset == 0 || offset > max_offset_ ||
        offset > static_cast<std::size_t>(out - window)) {
      return false;
    }
    copy_match(out, offset, length);
    out += length;
  }
  return true;
}

LzxDecompressor::LzxDecompressor() : decoder_(std::make_unique<Decoder>()) {}
LzxDecompressor::~LzxDecompressor() = default;

wire::Result<wire::ByteView> LzxDecompressor::decompress(wire::ByteView stream, std::size_t size,
                                                         wire::ByteView reference) {
  return decoder_->run(stream, size, reference);
}

}  // namespace mapigate::oxoab
