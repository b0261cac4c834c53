#include "protocol/oxrtfcp/crc.hpp"

#include <array>

namespace mapigate::oxrtfcp {

namespace {

using wire::u32;
using wire::u8;

// Four tables, so that four bytes are done at once: table[n][b] is the CRC of the byte b and n zero bytes.
constexpr auto tables = [] {
  std::array<std::array<u32, 256>, 4> table{};
  for (u32 byte = 0; byte < 256; ++byte) {
    u32 value = byte;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) != 0 ? value >> 1 ^ 0xEDB88320 : value >> 1;
    table[0][byte] = value;
  }
  for (std::size_t zeros = 1; zeros < table.size(); ++zeros) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const auto before = table[zeros - 1][byte];
      table[zeros][byte] = before >> 8 ^ table[0][before & 0xFF];
    }
  }
  return table;
}();

}  // namespace

u32 crc(wire::ByteView bytes) {
  u32 value = 0;
  std::size_t at = 0;
  for (; bytes.size() - at >= 4; at += 4) {
    value ^= bytes[at] | u32{bytes[at + 1]} << 8 | u32{bytes[at + 2]} << 16 | u32{bytes[at + 3]} << 24;
    value = tables[3][value & 0xFF] ^ tables[2][value >> 8 & 0xFF] ^ tables[1][value >> 16 & 0xFF] ^
            tables[0][value >> 24];
  }
  for (; at < bytes.size(); ++at) value = value >> 8 ^ tables[0][(value ^ bytes[at]) & 0xFF];
  return value;
}

}  // namespace mapigate::oxrtfcp
