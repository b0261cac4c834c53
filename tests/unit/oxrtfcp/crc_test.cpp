#include "protocol/oxrtfcp/crc.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxrtfcp {
namespace {

using wire::ByteView;
using wire::hex_vector;
using wire::u32;

// Section 3.3.1: the CRC of the contents of the first example.
TEST(Crc, PublishedExamples) {
  EXPECT_EQ(crc(ByteView(hex_vector("MS-OXRTFCP/3.1.1.1-simple.hex")).subspan(16)), 0xA7C7C5F1);
  EXPECT_EQ(crc(ByteView(hex_vector("MS-OXRTFCP/3.1.2.1-crosses-write-position.hex")).subspan(16)),
            0x514BD4E2u);
}

TEST(Crc, OfNothing) { EXPECT_EQ(crc({}), 0u); }

// The lookup table of section 2.1.3.2 is what a single byte becomes.
TEST(Crc, LookupTable) {
  const auto of_byte = [](wire::u8 byte) { return crc({&byte, 1}); };
  EXPECT_EQ(of_byte(0), 0u);
  EXPECT_EQ(of_byte(1), 0x77073096u);
  EXPECT_EQ(of_byte(2), 0xEE0E612Cu);
  EXPECT_EQ(of_byte(8), 0x0EDB8832u);
  EXPECT_EQ(of_byte(0x10), 0x1DB71064u);
  EXPECT_EQ(of_byte(0x20), 0x3B6E20C8u);
}

// Section 2.1.3.2: a byte at a time, for every length around that of a step.
TEST(Crc, LengthsAndPlaces) {
  wire::Bytes bytes;
  for (int i = 0; i < 40; ++i) bytes.push_back(static_cast<wire::u8>(i * 37 + 11));
  for (std::size_t first = 0; first < 5; ++first) {
    for (std::size_t size = 0; size + first <= bytes.size(); ++size) {
      const auto part = ByteView(bytes).subspan(first, size);
      u32 expected = 0;
      for (const auto byte : part) {
        const auto low = static_cast<wire::u8>(expected ^ byte);
        expected = expected >> 8 ^ crc({&low, 1});
      }
      EXPECT_EQ(crc(part), expected);
    }
  }
}

}  // namespace
}  // namespace mapigate::oxrtfcp
