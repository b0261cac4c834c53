#pragma once

#include <bit>
#include <cstddef>
#include <cstring>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxoab::lzx {

// The bits of one chunk, MS-PATCH section 2.1.1: 16-bit little-endian words, the highest bit first. Behind
// the end there are zeros: whether any of them was used, overrun() tells when it matters.
class BitReader {
 public:
  BitReader() = default;
  explicit BitReader(wire::ByteView chunk) : next_(chunk.data()), end_(chunk.data() + chunk.size()) {}

  // Makes sure of at least 33 bits for peek() and drop().
  void refill() {
    if (count_ > 32) return;
    if (std::endian::native == std::endian::little && end_ - next_ >= 4) {
      wire::u32 words;
      std::memcpy(&words, next_, sizeof words);
      next_ += sizeof words;
      bits_ |= wire::u64{std::rotl(words, 16)} << (32 - count_);
      count_ += 32;
      return;
    }
    while (count_ <= 32) refill_slowly();
  }
  // 1 to 32 bits that refill() made sure of.
  wire::u32 peek(int count) const { return static_cast<wire::u32>(bits_ >> (64 - count)); }
  void drop(int count) {
    bits_ <<= count;
    count_ -= count;
  }
  // 0 to 17 bits.
  wire::u32 take(int count) {
    if (count == 0) return 0;
    refill();
    const auto bits = peek(count);
    drop(count);
    return bits;
  }

  bool overrun() const { return count_ < behind_end_; }

  // Section 2.3.2.1: leaves the bits for the bytes behind the next 16-bit boundary, which is at least one bit
  // away.
  void leave_for_bytes() {
    const int padding = count_ % 16 == 0 ? 16 : count_ % 16;
    refill();
    drop(padding);
    const int whole = count_ - behind_end_;
    if (whole >= 0) next_ -= whole / 8;
    bits_ = 0;
    count_ = 0;
    behind_end_ = whole < 0 ? 16 : 0;
  }
  // Bytes, only after leave_for_bytes(). Fewer where there are not as many.
  wire::ByteView bytes(std::size_t count) {
    const auto left = static_cast<std::size_t>(end_ - next_);
    const wire::ByteView taken(next_, count < left ? count : left);
    next_ += taken.size();
    return taken;
  }

 private:
  void refill_slowly() {
    wire::u64 word = 0;
    if (end_ - next_ >= 2) {
      word = static_cast<wire::u64>(next_[0] | next_[1] << 8);
      next_ += 2;
    } else {
      behind_end_ += 16;
    }
    bits_ |= word << (48 - count_);
    count_ += 16;
  }

  const wire::u8* next_ = nullptr;
  const wire::u8* end_ = nullptr;
  wire::u64 bits_ = 0;  // the next bit is the highest
  int count_ = 0;
  int behind_end_ = 0;  // bits that were made up
};

}  // namespace mapigate::oxoab::lzx
