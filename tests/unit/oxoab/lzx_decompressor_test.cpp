#include "protocol/oxoab/lzx_decompressor.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxoab/sample_data.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxoab {
namespace {

using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

Bytes decompressed(ByteView stream, std::size_t size, ByteView reference = {}) {
  LzxDecompressor decompressor;
  const auto plain = decompressor.decompress(stream, size, reference);
  EXPECT_TRUE(plain) << to_string(plain.error());
  return plain ? Bytes(plain->begin(), plain->end()) : Bytes{};
}
Fault fault_of(ByteView stream, std::size_t size, ByteView reference = {}) {
  LzxDecompressor decompressor;
  const auto plain = decompressor.decompress(stream, size, reference);
  return plain ? Fault::none : plain.error().fault;
}

TEST(LzxDecompressor, ExampleOfTheDocument) {
  EXPECT_EQ(decompressed(hex_vector("MS-PATCH/3-abc.hex"), 3), bytes_of("abc"));
}

TEST(LzxDecompressor, ReferenceData) {
  const auto stream = hex_vector("MS-PATCH/2.1.3-reference-data.hex");
  EXPECT_EQ(decompressed(stream, 10, bytes_of("ABCDEFGHIJ")), bytes_of("abcDEFabce"));
  // An offset of 10 after three bytes goes beyond nine bytes of reference data by none, and of six by one.
  EXPECT_EQ(decompressed(stream, 10, bytes_of("DEFGHIJ")), bytes_of("abcDEFabce"));
  EXPECT_EQ(fault_of(stream, 10, bytes_of("EFGHIJ")), Fault::invalid);
  EXPECT_EQ(fault_of(stream, 10), Fault::invalid);
}

TEST(LzxDecompressor, EachFormOfAMatch) {
  Bytes expected = bytes_of("0123456789ABCDEFGHIJKLMNOPQRSTUVW");
  const auto copy = [&](std::size_t offset, int length) {
    for (int i = 0; i < length; ++i) expected.push_back(expected[expected.size() - offset]);
  };
  copy(33, 4);
  copy(20, 3);
  copy(30, 5);
  copy(33, 2);
  copy(20, 300);
  expected.push_back('z');
  EXPECT_EQ(decompressed(hex_vector("MS-PATCH/2.3.2-uncompressed-and-aligned.hex"), 348), expected);
}

TEST(LzxDecompressor, FailsAtEveryTruncation) {
  const std::pair<const char*, std::size_t> streams[] = {
      {"MS-PATCH/3-abc.hex", 3},
      {"MS-PATCH/2.1.3-reference-data.hex", 10},
      {"MS-PATCH/2.3.2-uncompressed-and-aligned.hex", 348},
  };
  for (const auto& [name, size] : streams) {
    auto stream = hex_vector(name);
    // First without a word of what the chunk says that it has, then with a chunk that says less.
    for (std::size_t left = 0; left < stream.size(); ++left) {
      EXPECT_NE(fault_of(ByteView(stream).first(left), size, bytes_of("ABCDEFGHIJ")), Fault::none)
          << name << left;
    }
    // The last word of two of them has no more than padding and the last bits of a token.
    for (std::size_t chunk = 0; chunk + 4 < stream.size(); ++chunk) {
      stream[0] = static_cast<wire::u8>(chunk);
      EXPECT_NE(fault_of(stream, size, bytes_of("ABCDEFGHIJ")), Fault::none) << name << chunk;
    }
  }
}

TEST(LzxDecompressor, SizeIsWhatTheCallerSays) {
  const auto stream = hex_vector("MS-PATCH/3-abc.hex");
  EXPECT_EQ(decompressed(stream, 2), bytes_of("ab"));
  EXPECT_EQ(decompressed({}, 0), Bytes{});
  // There is no further block.
  EXPECT_EQ(fault_of(stream, 4), Fault::truncated);
  // Nor a further chunk: no memory is taken for what cannot be.
  EXPECT_EQ(fault_of(stream, std::size_t{1} << 60), Fault::truncated);
}

TEST(LzxDecompressor, PaddingBehindTheLastChunk) {
  auto stream = hex_vector("MS-PATCH/3-abc.hex");
  stream.resize(stream.size() + 9);
  EXPECT_EQ(decompressed(stream, 3), bytes_of("abc"));
}

// Two chunks of an uncompressed block, whose size is odd in the second.
TEST(LzxDecompressor, BlockOverTwoChunks) {
  const auto plain = random_bytes(32768 + 3, 1);
  auto stream = from_hex("10 80 00 38 30 00 01 00 00 00 01 00 00 00 01 00 00 00");  // Block Size 0x8003
  stream.insert(stream.end(), plain.begin(), plain.begin() + 32768);
  stream.insert(stream.end(), {4, 0});
  stream.insert(stream.end(), plain.begin() + 32768, plain.end());
  stream.push_back(0);
  EXPECT_EQ(decompressed(stream, plain.size()), plain);
}

// Section 2.2.2: file size 0x00001000; the call at position 2 to 0x12 becomes one by 0x10.
TEST(LzxDecompressor, E8Translation) {
  auto stream = from_hex(
      "24 00"        // Chunk size
      "00 80 00 08"  // E8 translation: enabled; the size, high word first, in 32 bits of the next ...
      "01 18"        // ... Block Type: uncompressed
      "08 00"        // Block Size 17
      "01 00 00 00 01 00 00 00 01 00 00 00"
      "90 90 E8 12 00 00 00 90 90 90 90 90 90 90 90 90 90 00");
  // 1 bit, 32 bits, 3 bits and 24 bits.
  const std::string bits =
      "1"
      "00000000000000000001000000000000"
      "011"
      "000000000000000000010001"
      "0000";
  for (std::size_t word = 0; word < 4; ++word) {
    const auto value = std::stoi(bits.substr(16 * word, 16), nullptr, 2);
    stream[2 + 2 * word] = static_cast<wire::u8>(value);
    stream[3 + 2 * word] = static_cast<wire::u8>(value >> 8);
  }
  stream[0] = static_cast<wire::u8>(stream.size() - 2);
  EXPECT_EQ(decompressed(stream, 17), from_hex("90 90 E8 10 00 00 00 90 90 90 90 90 90 90 90 90 90"));
}

TEST(LzxDecompressor, BlockTypes) {
  for (int type = 0; type < 8; ++type) {
    auto stream = hex_vector("MS-PATCH/3-abc.hex");
    stream[3] = static_cast<wire::u8>(type << 4);
    EXPECT_EQ(fault_of(stream, 3) == Fault::none, type == 3) << type;
  }
}

TEST(LzxDecompressor, EmptyBlock) {
  auto stream = hex_vector("MS-PATCH/3-abc.hex");
  stream[4] = 0;
  EXPECT_EQ(fault_of(stream, 3), Fault::invalid);
}

// A run that goes beyond the elements, a code 19 behind a code 19, trees that are overfull or not full.
TEST(LzxDecompressor, WrongTrees) {
  const auto stream_of = [](std::string bits) {
    bits.resize((bits.size() + 15) / 16 * 16 + 512, '0');
    Bytes stream{static_cast<wire::u8>(bits.size() / 8), static_cast<wire::u8>(bits.size() / 8 >> 8)};
    for (std::size_t at = 0; at < bits.size(); at += 16) {
      const auto word = std::stoi(bits.substr(at, 16), nullptr, 2);
      stream.push_back(static_cast<wire::u8>(word));
      stream.push_back(static_cast<wire::u8>(word >> 8));
    }
    return stream;
  };
  const auto pretree = [](std::initializer_list<std::pair<int, std::string>> lengths) {
    std::string bits;
    for (int code = 0; code < 20; ++code) {
      std::string length = "0000";
      for (const auto& [which, value] : lengths) length = which == code ? value : length;
      bits += length;
    }
    return bits;
  };
  const std::string verbatim =
      "0"
      "001"
      "000000000000000000000001";
  const std::string zeros_51 =
      "1"
      "11111";
  const std::string zeros_and_none = pretree({{0, "0001"}, {18, "0001"}});
  const std::string wrong[] = {
      pretree({}),                                       // no code
      pretree({{0, "0001"}}),                            // not full
      pretree({{0, "0001"}, {1, "0001"}, {2, "0001"}}),  // overfull
      zeros_and_none + zeros_51 + zeros_51 + zeros_51 + zeros_51 + zeros_51 +
          zeros_51,  // 306 of 256 elements
      pretree({{18, "0001"}, {19, "0001"}}) +
          "1"
          "0"
          "1"
          "0",                                                       // 19, then 19
      pretree({{0, "0001"}, {16, "0001"}}) + std::string(256, '1'),  // 256 codes of one bit
  };
  for (const auto& bits : wrong) EXPECT_EQ(fault_of(stream_of(verbatim + bits), 1), Fault::invalid) << bits;
}

TEST(LzxDecompressor, ServesForManyStreams) {
  LzxDecompressor decompressor;
  const auto abc = hex_vector("MS-PATCH/3-abc.hex");
  const auto aligned = hex_vector("MS-PATCH/2.3.2-uncompressed-and-aligned.hex");
  const auto reference = hex_vector("MS-PATCH/2.1.3-reference-data.hex");
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(decompressor.decompress(aligned, 348));
    EXPECT_FALSE(decompressor.decompress(reference, 10));
    const auto plain = decompressor.decompress(abc, 3, bytes_of("xyz"));
    ASSERT_TRUE(plain);
    EXPECT_EQ(Bytes(plain->begin(), plain->end()), bytes_of("abc"));
  }
}

}  // namespace
}  // namespace mapigate::oxoab
