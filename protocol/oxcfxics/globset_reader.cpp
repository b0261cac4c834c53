#include <array>
#include <bit>

#include "protocol/oxcfxics/globset.hpp"
#include "protocol/oxcfxics/globset_commands.hpp"
#include "protocol/wire/reader.hpp"

namespace mapigate::oxcfxics {

namespace {

using wire::u64;
using wire::u8;

// Numbers in a GLOBSET have their most significant byte first.
u64 big_endian(wire::Reader& reader, unsigned size) {
  u64 number = 0;
  for (const auto byte : reader.take(size)) number = number << 8 | byte;
  return number;
}

// The common byte stack: what the counters to come have in common.
class CommonBytes {
 public:
  unsigned missing() const { return globcnt_size - size_; }
  // The counter that begins with these bytes and ends with `rest`.
  u64 counter(u64 rest) const { return bytes_ << 8 * missing() | rest; }

  // `count` is at most missing().
  void push(unsigned count, u64 bytes) {
    bytes_ = bytes_ << 8 * count | bytes;
    size_ += count;
    pushed_[pushes_++] = static_cast<u8>(count);
  }
  // False where nothing was pushed.
  bool pop() {
    if (pushes_ == 0) return false;
    const auto count = pushed_[--pushes_];
    bytes_ >>= 8 * count;
    size_ -= count;
    return true;
  }
  bool empty() const { return pushes_ == 0; }

 private:
  u64 bytes_ = 0;
  unsigned size_ = 0;
  std::array<u8, globcnt_size> pushed_{};
  unsigned pushes_ = 0;
};

}  // namespace

wire::Failure Globset::decode(wire::ByteView bytes) {
  wire::Reader reader(bytes);
  ranges_.clear();
  CommonBytes stack;
  bool in_order = true;
  const auto found = [&](u64 low, u64 high) {
    if (!ranges_.empty() && low <= ranges_.back().high) in_order = false;
    if (in_order && !ranges_.empty() && low == ranges_.back().high + 1) {
      ranges_.back().high = high;
    } else {
      ranges_.push_back({low, high});
    }
  };

  for (auto command = reader.number<u8>(); reader.ok() && command != end_command;
       command = reader.number<u8>()) {
    if (command <= max_push_command) {
      if (command > stack.missing()) {
        reader.fail(wire::Fault::invalid);
        break;
      }
      stack.push(command, big_endian(reader, command));
      if (stack.missing() > 0) continue;
      if (reader.ok()) found(stack.counter(0), stack.counter(0));
      stack.pop();  // a whole counter needs no Pop (section 3.1.5.4.3.1.1)
    } else if (command == pop_command) {
      reader.check(stack.pop());
    } else if (command == bitmask_command) {
      reader.check(stack.missing() == 1);
      const unsigned start = reader.number<u8>();
      const unsigned bitmask = reader.number<u8>();
      reader.check(start + static_cast<unsigned>(std::bit_width(bitmask)) <= 0xFF);
      if (!reader.ok()) break;
      // The value of StartingValue, and one for each bit from the lowest on.
      auto value = start;
      for (auto bits = bitmask << 1 | 1; bits != 0;) {
        const auto gap = std::countr_zero(bits);
        const auto length = std::countr_one(bits >> gap);
        value += static_cast<unsigned>(gap);
        found(stack.counter(value), stack.counter(value + static_cast<unsigned>(length) - 1));
        value += static_cast<unsigned>(length);
        bits >>= gap + length;
      }
    } else if (command == range_command) {
      const auto low = stack.counter(big_endian(reader, stack.missing()));
      const auto high = stack.counter(big_endian(reader, stack.missing()));
      reader.check(low <= high);
      if (reader.ok()) found(low, high);
    } else {
      reader.fail(wire::Fault::invalid);
    }
  }
  reader.check(stack.empty());
  if (!in_order) normalize();
  return {reader.failure().fault, reader.ok() ? reader.offset() : reader.failure().offset};
}

}  // namespace mapigate::oxcfxics
