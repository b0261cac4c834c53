#include "protocol/oxoab/crc32.hpp"

#include <gtest/gtest.h>

#include "tests/unit/oxoab/sample_data.hpp"

namespace mapigate::oxoab {
namespace {

// The check value of this polynomial is CBF43926, and here it is not complemented.
TEST(Crc32, CheckValue) {
  EXPECT_EQ(crc32(bytes_of("123456789")), ~0xCBF43926U);
  EXPECT_EQ(crc32({}), 0xFFFFFFFFU);
}

TEST(Crc32, PiecesOfAnySize) {
  const auto bytes = random_bytes(100, 1);
  // By the definition, bit by bit.
  wire::u32 expected = 0xFFFFFFFF;
  for (const auto byte : bytes) {
    expected ^= byte;
    for (int bit = 0; bit < 8; ++bit) expected = expected >> 1 ^ ((expected & 1) != 0 ? 0xEDB88320 : 0);
  }
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    Crc32 crc;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      crc.update(wire::ByteView(bytes).subspan(at, std::min(piece, bytes.size() - at)));
    }
    EXPECT_EQ(crc.value(), expected) << piece;
  }
}

}  // namespace
}  // namespace mapigate::oxoab
