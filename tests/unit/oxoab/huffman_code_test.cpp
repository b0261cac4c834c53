#include "protocol/oxoab/huffman_code.hpp"

#include <gmock/gmock.h>

#include <numeric>
#include <random>

namespace mapigate::oxoab::lzx {
namespace {

using testing::ElementsAre;
using wire::u16;
using wire::u32;
using wire::u64;
using wire::u8;

std::vector<u8> lengths_of(const std::vector<u32>& frequencies, int longest = 16) {
  std::vector<u8> lengths(frequencies.size());
  make_path_lengths(frequencies, longest, lengths);
  return lengths;
}
// The share of all codes that is used, in parts of 2^16: 65536 is a tree that is full.
u64 used(const std::vector<u8>& lengths) {
  return std::accumulate(lengths.begin(), lengths.end(), u64{0}, [](u64 sum, u8 length) {
    return length == 0 ? sum : sum + (u64{1} << (16 - length));
  });
}

TEST(HuffmanCode, Optimal) {
  EXPECT_THAT(lengths_of({1, 1, 2, 4}), ElementsAre(3, 3, 2, 1));
  EXPECT_THAT(lengths_of({4, 2, 1, 1}), ElementsAre(1, 2, 3, 3));
  EXPECT_THAT(lengths_of({5, 0, 5, 5, 5}), ElementsAre(2, 0, 2, 2, 2));
}

TEST(HuffmanCode, AtLeastTwoElements) {
  EXPECT_THAT(lengths_of({0, 0, 0}), ElementsAre(0, 0, 0));
  EXPECT_THAT(lengths_of({7, 0, 0}), ElementsAre(1, 1, 0));
  EXPECT_THAT(lengths_of({0, 0, 7}), ElementsAre(1, 0, 1));
  EXPECT_THAT(lengths_of({0, 3, 7}), ElementsAre(0, 1, 1));
}

// Fibonacci numbers make the deepest trees.
TEST(HuffmanCode, BoundedLength) {
  std::vector<u32> frequencies{1, 1};
  while (frequencies.size() < 40) frequencies.push_back(frequencies.end()[-1] + frequencies.end()[-2]);
  for (const int longest : {6, 7, 15, 16}) {
    const auto lengths = lengths_of(frequencies, longest);
    EXPECT_EQ(*std::max_element(lengths.begin(), lengths.end()), longest);
    EXPECT_GT(*std::min_element(lengths.begin(), lengths.end()), 0);
    EXPECT_EQ(used(lengths), 65536u);
    EXPECT_TRUE(std::is_sorted(lengths.rbegin(), lengths.rend()));
  }
  EXPECT_EQ(lengths_of({1, 2, 4, 8, 16, 32, 64, 128}, 3), std::vector<u8>(8, 3));
}

TEST(HuffmanCode, AlwaysFull) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::vector<u32> frequencies(2 + random() % 700);
    for (auto& frequency : frequencies) frequency = random() % 3 == 0 ? 0 : 1U << random() % 24;
    frequencies[0] = frequencies[1] = 1;
    const auto lengths = lengths_of(frequencies);
    EXPECT_EQ(used(lengths), 65536u);
    for (std::size_t i = 0; i < lengths.size(); ++i) EXPECT_EQ(lengths[i] == 0, frequencies[i] == 0);
  }
}

// MS-PATCH section 2.4: lower elements are farther left, and longer codes are to the right.
TEST(HuffmanCode, Canonical) {
  const std::vector<u8> lengths{3, 1, 0, 3, 2};
  std::vector<u16> codes(5);
  make_codes(lengths, codes);
  EXPECT_THAT(codes, ElementsAre(0b110, 0b0, 0, 0b111, 0b10));
}

}  // namespace
}  // namespace mapigate::oxoab::lzx
