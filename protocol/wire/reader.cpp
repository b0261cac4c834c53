#include "protocol/wire/reader.hpp"

namespace mapigate::wire {

std::size_t utf16_z_length(ByteView bytes) {
  const auto units = bytes.size() / 2;
  std::size_t length = 0;
  // Four units at a time: the lowest bit that is borrowed in some of them is exact, and that is enough to
  // stop.
  constexpr u64 ones = 0x0001'0001'0001'0001, tops = ones << 15;
  while (length + 4 <= units) {
    u64 four;
    std::memcpy(&four, bytes.data() + 2 * length, sizeof four);
    if (((four - ones) & ~four & tops) != 0) break;
    length += 4;
  }
  while (length < units && (bytes[2 * length] != 0 || bytes[2 * length + 1] != 0)) ++length;
  return length;
}

}  // namespace mapigate::wire
