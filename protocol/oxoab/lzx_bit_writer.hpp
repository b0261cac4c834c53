#pragma once

#include <cstddef>
#include <utility>

#include "protocol/oxoab/lzx_format.hpp"

namespace mapigate::oxoab::lzx {

// The chunks of a stream, MS-PATCH sections 2.1.1 and 2.2.1.
class BitWriter {
 public:
  void begin_chunk() {
    chunk_ = size_;
    bytes({0, 0});
  }
  // False where the chunk has too many bytes for its 16-bit size.
  bool end_chunk() {
    align();
    const auto size = size_ - chunk_ - sizeof(wire::u16);
    buffer_[chunk_] = static_cast<wire::u8>(size);
    buffer_[chunk_ + 1] = static_cast<wire::u8>(size >> 8);
    return size <= 0xFFFF;
  }

  // Up to 32 bits, the highest first.
  void bits(wire::u32 value, int count) {
    pending_ = pending_ << count | value;
    for (pending_count_ += count; pending_count_ >= 16;) {
      pending_count_ -= 16;
      word(static_cast<wire::u16>(pending_ >> pending_count_));
    }
  }
  // Zeros up to the next 16-bit boundary.
  void align() {
    if (pending_count_ > 0) bits(0, 16 - pending_count_);
  }
  // Only where the bits are aligned.
  void bytes(wire::ByteView values) {
    reserve(values.size());
    for (const auto value : values) buffer_[size_++] = value;
  }
  void bytes(std::initializer_list<wire::u8> values) { bytes(wire::ByteView(values.begin(), values.size())); }
  bool is_aligned() const { return pending_count_ == 0; }

  // Makes sure of this many bytes for bits().
  void reserve(std::size_t count) {
    if (buffer_.size() - size_ < count) buffer_.resize(2 * buffer_.size() + count);
  }

  // To go back to where the writer was, by assigning.
  struct Mark {
    std::size_t size;
    wire::u64 pending;
    int pending_count;
  };
  Mark mark() const { return {size_, pending_, pending_count_}; }
  void go_back(const Mark& mark) {
    size_ = mark.size;
    pending_ = mark.pending;
    pending_count_ = mark.pending_count;
  }
  std::size_t size() const { return size_; }
  wire::Bytes take() {
    buffer_.resize(std::exchange(size_, 0));
    return std::exchange(buffer_, {});
  }

 private:
  void word(wire::u16 value) {
    buffer_[size_++] = static_cast<wire::u8>(value);
    buffer_[size_++] = static_cast<wire::u8>(value >> 8);
  }

  wire::Bytes buffer_;
  std::size_t size_ = 0;
  std::size_t chunk_ = 0;
  wire::u64 pending_ = 0;
  int pending_count_ = 0;  // below 16
};

}  // namespace mapigate::oxoab::lzx
