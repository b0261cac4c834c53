#include "protocol/oxoab/crc32.hpp"

#include <array>

namespace mapigate::oxoab {

namespace {

using wire::u32;
using wire::u8;

// tables[k][byte] is what a byte does to the checksum k bytes later, so that eight bytes are taken at once.
constexpr auto tables = [] {
  std::array<std::array<u32, 256>, 8> made{};
  for (u32 byte = 0; byte < 256; ++byte) {
    u32 crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    made[0][byte] = crc;
  }
  for (std::size_t k = 1; k < 8; ++k) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      made[k][byte] = made[k - 1][byte] >> 8 ^ made[0][made[k - 1][byte] & 0xFF];
    }
  }
  return made;
}();

}  // namespace

void Crc32::update(wire::ByteView bytes) {
  u32 crc = value_;
  const auto* next = bytes.data();
  auto left = bytes.size();
  for (; left >= 8; left -= 8, next += 8) {
    const u32 low = crc ^ (next[0] | u32{next[1]} << 8 | u32{next[2]} << 16 | u32{next[3]} << 24);
    crc = tables[7][low & 0xFF] ^ tables[6][low >> 8 & 0xFF] ^ tables[5][low >> 16 & 0xFF] ^
          tables[4][low >> 24] ^ tables[3][next[4]] ^ tables[2][next[5]] ^ tables[1][next[6]] ^
          tables[0][next[7]];
  }
  for (; left > 0; --left, ++next) crc = crc >> 8 ^ tables[0][(crc ^ *next) & 0xFF];
  value_ = crc;
}

}  // namespace mapigate::oxoab
