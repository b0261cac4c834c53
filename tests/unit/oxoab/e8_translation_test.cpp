#include "protocol/oxoab/e8_translation.hpp"

#include <gmock/gmock.h>

#include "protocol/oxoab/lzx_format.hpp"
#include "tests/unit/oxoab/sample_data.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxoab::lzx {
namespace {

using wire::Bytes;
using wire::from_hex;

// A call at position 2 with this displacement, in 17 bytes, which leaves it just before the last ten.
Bytes call(std::string_view displacement) {
  auto bytes = from_hex("90 90 E8 " + std::string(displacement));
  bytes.resize(17, 0x90);
  return bytes;
}
Bytes translated(Bytes bytes, wire::i32 file_size) {
  translate_e8(bytes, file_size);
  return bytes;
}
void expect_call(std::string_view displacement, std::string_view value) {
  constexpr wire::i32 file_size = 100;
  EXPECT_EQ(translated(call(displacement), file_size), call(value));
  auto restored = call(value);
  restore_e8(restored, file_size);
  EXPECT_EQ(restored, call(displacement));
}

TEST(E8Translation, TargetsInsideTheFile) {
  expect_call("10 00 00 00", "12 00 00 00");  // 2 + 16
  expect_call("FE FF FF FF", "00 00 00 00");  // 2 - 2: the start of the file
  expect_call("61 00 00 00", "63 00 00 00");  // 2 + 97: its last byte
}

// Targets behind the file by less than the position are moved to where no target would be.
TEST(E8Translation, TargetsBehindTheFile) {
  expect_call("62 00 00 00", "FE FF FF FF");  // 98 - 100
  expect_call("63 00 00 00", "FF FF FF FF");  // 99 - 100
}

TEST(E8Translation, OtherOperandsStay) {
  expect_call("64 00 00 00", "64 00 00 00");
  expect_call("FD FF FF FF", "FD FF FF FF");
  expect_call("FF FF FF 7F", "FF FF FF 7F");
  expect_call("00 00 00 80", "00 00 00 80");
}

TEST(E8Translation, LastTenBytesOfAChunkStay) {
  auto bytes = Bytes(12, 0);
  bytes[1] = 0xE8;
  EXPECT_NE(translated(bytes, 0x7FFFFFFF), bytes);
  bytes[1] = 0;
  bytes[2] = 0xE8;
  EXPECT_EQ(translated(bytes, 0x7FFFFFFF), bytes);
  EXPECT_EQ(translated(Bytes(10, 0xE8), 0x7FFFFFFF), Bytes(10, 0xE8));
}

// The five bytes of a call are gone over; the position goes on in the next chunk.
TEST(E8Translation, Positions) {
  Bytes bytes(chunk_size + 20, 0);
  bytes[5] = 0xE8;
  bytes[7] = 0xE8;  // in the operand of the first
  bytes[chunk_size + 1] = 0xE8;
  const auto after = translated(bytes, 0x7FFFFFFF);
  EXPECT_EQ(Bytes(after.begin() + 5, after.begin() + 12), from_hex("E8 05 E8 00 00 00 00"));
  EXPECT_EQ(Bytes(after.begin() + chunk_size, after.begin() + chunk_size + 7),
            from_hex("00 E8 01 80 00 00 00"));
}

TEST(E8Translation, IsRestored) {
  for (const wire::i32 file_size : {1, 1000, 1'000'000, 0x7FFFFFFF}) {
    auto bytes = random_bytes(3 * chunk_size, static_cast<unsigned>(file_size));
    for (std::size_t i = 0; i < bytes.size(); i += 3) bytes[i] = i % 2 == 0 ? 0xE8 : 0;
    auto restored = translated(bytes, file_size);
    restore_e8(restored, file_size);
    EXPECT_EQ(restored, bytes) << file_size;
  }
}

}  // namespace
}  // namespace mapigate::oxoab::lzx
