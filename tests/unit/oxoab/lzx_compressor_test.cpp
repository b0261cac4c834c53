#include "protocol/oxoab/lzx_compressor.hpp"

#include <gmock/gmock.h>

#include "protocol/oxoab/lzx_decompressor.hpp"
#include "tests/unit/oxoab/sample_data.hpp"
#include "tests/unit/wire/hex_vector.hpp"

// What comes back is what went in; that others read it too, mspack_test.cpp shows.

namespace mapigate::oxoab {
namespace {

using wire::Bytes;
using wire::ByteView;

constexpr std::size_t chunk = lzx::chunk_size;

Bytes joined(Bytes first, ByteView second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// The size of the stream.
std::size_t expect_round_trip(ByteView plain, ByteView reference = {}, wire::i32 e8_file_size = 0) {
  LzxCompressor compressor;
  const auto stream = compressor.compress(plain, reference, e8_file_size);
  EXPECT_LE(stream.size(), LzxCompressor::max_compressed_size(plain.size()));
  // Section 2.2.1: the sizes of the chunks lead from one to the next and to the end.
  std::size_t at = 0;
  std::size_t chunks = 0;
  while (at + 2 <= stream.size()) {
    at += 2 + (stream[at] | std::size_t{stream[at + 1]} << 8);
    ++chunks;
  }
  EXPECT_EQ(at, stream.size());
  EXPECT_EQ(chunks, (plain.size() + chunk - 1) / chunk);
  LzxDecompressor decompressor;
  const auto back = decompressor.decompress(stream, plain.size(), reference);
  EXPECT_TRUE(back) << to_string(back.error());
  EXPECT_TRUE(back && std::equal(back->begin(), back->end(), plain.begin(), plain.end()));
  return stream.size();
}

TEST(LzxCompressor, ExampleOfTheDocument) {
  LzxCompressor compressor;
  EXPECT_EQ(compressor.compress(bytes_of("abc")), wire::hex_vector("MS-PATCH/3-abc.hex"));
}

TEST(LzxCompressor, SmallSizes) {
  EXPECT_EQ(expect_round_trip({}), 0u);
  for (std::size_t size = 1; size < 300; ++size) {
    expect_round_trip(Bytes(size, 'a'));
    expect_round_trip(random_bytes(size, static_cast<unsigned>(size)));
  }
}

TEST(LzxCompressor, SizesAroundChunksAndBlocks) {
  const auto text = directory_text(0, 4000);
  for (const std::size_t chunks : {1, 2, 4, 5, 8}) {
    for (const int more : {-1, 0, 1, 2}) {
      const auto size = chunks * chunk + static_cast<std::size_t>(more);
      expect_round_trip(ByteView(text).first(size));
      expect_round_trip(random_bytes(size, 3));
    }
  }
}

// The longest match is a chunk: 32768 bytes in a few tokens.
TEST(LzxCompressor, LongMatches) {
  EXPECT_LT(expect_round_trip(Bytes(1 << 20, 0)), 1500u);
  Bytes periods;
  for (std::size_t i = 0; i < 200'000; ++i) periods.push_back(static_cast<wire::u8>(i % 1000 * 7 % 251));
  EXPECT_LT(expect_round_trip(periods), 3000u);
}

// One length for each range of the Extra Length field, and their ends.
TEST(LzxCompressor, ExtraLengths) {
  for (const std::size_t length :
       {256, 257, 258, 257 + 255, 257 + 256, 257 + 1279, 257 + 1280, 257 + 5375, 257 + 5376, 32000}) {
    auto plain = random_bytes(length, 5);
    plain = joined(plain, ByteView(plain));
    plain.resize(std::max(plain.size(), 2 * chunk), 1);
    expect_round_trip(plain);
    // From the reference data, so that no chunk ends within.
    expect_round_trip(ByteView(plain).first(length), plain);
  }
}

TEST(LzxCompressor, Ratio) {
  const auto text = directory_text(0, 2000);
  EXPECT_LT(expect_round_trip(text), text.size() / 6);
}

TEST(LzxCompressor, WhatCannotBeCompressed) {
  const auto bytes = random_bytes(5 * chunk + 77, 2);
  EXPECT_LE(expect_round_trip(bytes), bytes.size() + 64);
}

// Blocks of both kinds: the repeated offsets and the trees of one are not those of the next.
TEST(LzxCompressor, MixedContent) {
  Bytes mixed;
  for (unsigned i = 0; i < 6; ++i) {
    mixed =
        joined(std::move(mixed), directory_text(static_cast<int>(100 * i), static_cast<int>(100 * i + 900)));
    mixed = joined(std::move(mixed), random_bytes(4 * chunk + i, i));
  }
  expect_round_trip(mixed);
}

TEST(LzxCompressor, AlignedOffsets) {
  const auto records = aligned_records();
  expect_round_trip(records);
  LzxCompressor compressor;
  const auto stream = compressor.compress(records);
  EXPECT_EQ(stream[3] >> 4, static_cast<int>(lzx::BlockType::aligned_offset));  // of the first block
}

TEST(LzxCompressor, ReferenceData) {
  const auto reference = directory_text(0, 1500);
  auto plain = directory_text(100, 1400);
  const auto alone = expect_round_trip(plain);
  EXPECT_LT(expect_round_trip(plain, reference), alone / 50);
  // Nothing changed at all.
  EXPECT_LT(expect_round_trip(reference, reference), 400u);
  for (const std::size_t size : {1, 3, 4, 100}) expect_round_trip(plain, ByteView(reference).first(size));
}

// The window of each size has its number of position slots, and matches as far back as it allows.
TEST(LzxCompressor, Windows) {
  for (int bits = 17; bits <= 22; ++bits) {
    const std::size_t size = (std::size_t{1} << bits) - chunk;
    auto reference = random_bytes(size, 4);
    const auto plain = Bytes(reference.begin(), reference.begin() + 5000);
    EXPECT_LT(expect_round_trip(plain, reference), 600u) << bits;
  }
}

// More than the largest window: what is too far back is not used.
TEST(LzxCompressor, MoreThanTheLargestWindow) {
  constexpr std::size_t window = std::size_t{1} << lzx::max_window_bits;
  Bytes plain = random_bytes(10'000, 6);
  const auto start = plain;
  plain.resize(window + 10'000);
  plain = joined(std::move(plain), start);
  EXPECT_GT(expect_round_trip(plain), 20'000u);
}

TEST(LzxCompressor, E8Translation) {
  Bytes code = random_bytes(4 * chunk, 8);
  for (std::size_t i = 0; i + 5 < code.size(); i += 9) {
    code[i] = 0xE8;
    const auto displacement = 70'000 - static_cast<wire::u32>(i);
    for (int k = 0; k < 4; ++k)
      code[i + 1 + static_cast<std::size_t>(k)] = static_cast<wire::u8>(displacement >> (8 * k));
  }
  const auto without = expect_round_trip(code);
  EXPECT_LT(expect_round_trip(code, {}, 200'000), without * 9 / 10);
  expect_round_trip(code, code, 0x7FFFFFFF);
}

TEST(LzxCompressor, ServesForManyStreams) {
  LzxCompressor compressor;
  const auto large = directory_text(0, 3000);
  const auto first = compressor.compress(bytes_of("abcabcabcabc"));
  compressor.compress(large, large);
  EXPECT_EQ(compressor.compress(bytes_of("abcabcabcabc")), first);
}

}  // namespace
}  // namespace mapigate::oxoab
