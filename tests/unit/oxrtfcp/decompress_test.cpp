#include <gmock/gmock.h>

#include "protocol/oxrtfcp/compressed_rtf.hpp"
#include "tests/unit/oxrtfcp/rtf_value.hpp"

namespace mapigate::oxrtfcp {
namespace {

using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

std::string plain_of(const Bytes& value) { return std::string(text_of(decompress(value).value())); }

TEST(Decompress, Header) {
  const auto value = hex_vector("MS-OXRTFCP/3.1.1.1-simple.hex");
  const Bytes bytes(value.begin(), value.begin() + Header::wire_size);
  wire::expect_exact<Header>(bytes);
  const auto header = wire::parse<Header>(bytes).value();
  EXPECT_EQ(header.comp_size, 0x2Du);
  EXPECT_EQ(header.raw_size, 0x2Bu);
  EXPECT_EQ(header.comp_type, CompType::compressed);
  EXPECT_EQ(header.crc, 0xA7C7C5F1u);
}

TEST(Decompress, SimpleExample) {
  EXPECT_EQ(plain_of(hex_vector("MS-OXRTFCP/3.1.1.1-simple.hex")),
            "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
}

TEST(Decompress, ExampleThatCrossesTheWritePosition) {
  EXPECT_EQ(plain_of(hex_vector("MS-OXRTFCP/3.1.2.1-crosses-write-position.hex")),
            "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
}

TEST(Decompress, WholeDictionary) {
  EXPECT_EQ(
      plain_of(hex_vector("MS-OXRTFCP/2.1.2.1-dictionary.hex")),
      "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
      "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
      "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx");
}

TEST(Decompress, Uncompressed) {
  auto value = hex_vector("MS-OXRTFCP/2.1.3.1.1-uncompressed.hex");
  EXPECT_EQ(plain_of(value), "{\\rtf1 x}");
  value[12] = 1;  // section 2.2.3.1: its CRC is not looked at
  EXPECT_EQ(plain_of(value), "{\\rtf1 x}");
  EXPECT_EQ(plain_of(value_of({}, 0, CompType::uncompressed)), "");
}

TEST(Decompress, NothingButTheEndMarker) { EXPECT_EQ(plain_of(value_of(from_hex("01 0C F0"), 0)), ""); }

// A match from the preset into the RTF, and one that repeats a single byte.
TEST(Decompress, MatchesThatOverlap) {
  // Offset 204, length 8: "\tx" and then what the match itself wrote.
  EXPECT_EQ(plain_of(value_of(from_hex("03 0C C6 0D 70"), 8)), "\\tx\\tx\\t");
  // "a", then offset 207, length 17.
  EXPECT_EQ(plain_of(value_of(from_hex("06 61 0C FF 0E 10"), 18)), std::string(18, 'a'));
}

// 4096 literals bring the write position round to where it was.
TEST(Decompress, DictionaryIsCircular) {
  Bytes contents;
  std::string expected;
  for (int run = 0; run < 512; ++run) {
    contents.push_back(0);
    for (int i = 0; i < 8; ++i) {
      contents.push_back(static_cast<wire::u8>('a' + run % 26));
      expected += static_cast<char>('a' + run % 26);
    }
  }
  // Offset 208, length 17: the oldest byte but one and those after it. Then the end at 207 + 17.
  const auto tail = from_hex("03 0D 0F 0E 00");
  contents.insert(contents.end(), tail.begin(), tail.end());
  EXPECT_EQ(plain_of(value_of(contents, 4113)), expected + expected.substr(1, 17));
}

// What stands behind the end marker is padding.
TEST(Decompress, PaddingIsIgnored) { EXPECT_EQ(plain_of(value_of(from_hex("02 61 0D 00 FF FF"), 1)), "a"); }

TEST(Decompress, RawSizeIsNotTrusted) {
  for (const wire::u32 raw_size : {0u, 1u, 43u, 44u, 0xFFFFFFFFu}) {
    auto value = hex_vector("MS-OXRTFCP/3.1.1.1-simple.hex");
    for (int i = 0; i < 4; ++i) value[4 + i] = static_cast<wire::u8>(raw_size >> 8 * i);
    EXPECT_EQ(plain_of(value).size(), 43u);
  }
  // Some writers of uncompressed values repeat COMPSIZE there.
  EXPECT_EQ(plain_of(value_of(bytes_of("{\\rtf1 x}"), 21, CompType::uncompressed)), "{\\rtf1 x}");
}

TEST(Decompress, EveryTruncation) {
  for (const auto* name : {"MS-OXRTFCP/3.1.1.1-simple.hex", "MS-OXRTFCP/3.1.2.1-crosses-write-position.hex",
                           "MS-OXRTFCP/2.1.2.1-dictionary.hex", "MS-OXRTFCP/2.1.3.1.1-uncompressed.hex"}) {
    const auto value = hex_vector(name);
    for (std::size_t size = 0; size < value.size(); ++size) {
      const auto result = decompress(ByteView(value).first(size));
      ASSERT_FALSE(result) << size;
      EXPECT_EQ(result.error().fault, Fault::truncated) << size;
    }
    const auto longer = decompress(wire::with_trailing_byte(value));
    ASSERT_FALSE(longer);
    EXPECT_EQ(longer.error().fault, Fault::trailing);
    EXPECT_EQ(longer.error().offset, value.size());
  }
}

// The same with a header that agrees, so that it is the contents that end too early.
TEST(Decompress, ContentsWithoutTheirEnd) {
  for (const auto* name :
       {"MS-OXRTFCP/3.1.1.1-simple.hex", "MS-OXRTFCP/3.1.2.1-crosses-write-position.hex"}) {
    const auto value = hex_vector(name);
    for (auto size = Header::wire_size; size < value.size(); ++size) {
      const Bytes contents(value.begin() + Header::wire_size,
                           value.begin() + static_cast<std::ptrdiff_t>(size));
      const auto result = decompress(value_of(contents, 43));
      ASSERT_FALSE(result) << size;
      EXPECT_EQ(result.error().fault, Fault::truncated) << size;
      EXPECT_STREQ(result.error().field, "CONTENTS");
      EXPECT_LE(result.error().offset, size);
    }
  }
}

TEST(Decompress, WrongHeader) {
  const auto expect = [](std::size_t at, wire::u8 byte, Fault fault, const char* field) {
    auto value = hex_vector("MS-OXRTFCP/3.1.1.1-simple.hex");
    value[at] = byte;
    const auto result = decompress(value);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fault, fault) << to_string(result.error());
    EXPECT_STREQ(result.error().field, field);
  };
  expect(0, 11, Fault::invalid, "COMPSIZE");
  expect(0, 0x2E, Fault::truncated, "CONTENTS");
  expect(0, 0x2C, Fault::trailing, "CONTENTS");
  expect(8, 0x4D, Fault::invalid, "COMPTYPE");
  expect(12, 0xF0, Fault::invalid, "CRC");
  expect(16, 0x02, Fault::invalid, "CRC");
  expect(48, 0xA1, Fault::invalid, "CRC");
}

// Only 207 bytes are there in the beginning.
TEST(Decompress, ReferenceToWhatIsNotYetThere) {
  for (const auto* contents : {"01 0D 00", "01 FF FF", "02 61 0D 10"}) {
    const auto result = decompress(value_of(from_hex(contents), 2));
    ASSERT_FALSE(result) << contents;
    EXPECT_EQ(result.error().fault, Fault::invalid);
    EXPECT_STREQ(result.error().field, "CONTENTS");
  }
}

TEST(Decompress, MemoryIsLimited) {
  const auto value = hex_vector("MS-OXRTFCP/3.1.1.1-simple.hex");
  EXPECT_TRUE(decompress(value, 43));
  EXPECT_EQ(decompress(value, 42).error().fault, Fault::limit);
  EXPECT_EQ(decompress(value, 0).error().fault, Fault::limit);
  const auto uncompressed = hex_vector("MS-OXRTFCP/2.1.3.1.1-uncompressed.hex");
  EXPECT_TRUE(decompress(uncompressed, 9));
  EXPECT_EQ(decompress(uncompressed, 8).error().fault, Fault::limit);

  // Nearly eight bytes for each one, without an end: stopped at the limit, not where the contents end. (The
  // length 16 keeps the write position odd, so that offset 0 never is the end marker.)
  Bytes bomb;
  for (int run = 0; run < 100'000; ++run) {
    bomb.push_back(0xFF);
    for (int token = 0; token < 8; ++token) bomb.insert(bomb.end(), {0x00, 0x0E});
  }
  const auto result = decompress(value_of(bomb, 1), 1 << 20);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().fault, Fault::limit);
}

}  // namespace
}  // namespace mapigate::oxrtfcp
