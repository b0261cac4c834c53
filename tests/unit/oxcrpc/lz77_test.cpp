#include "protocol/oxcrpc/lz77.hpp"

#include <random>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcrpc {
namespace {

using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

Bytes bytes_of(std::string_view text) { return Bytes(text.begin(), text.end()); }

Bytes repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return bytes_of(all);
}

// As long as need be: what an extended buffer gains nothing from is still an encoding.
Bytes compress_whatever(ByteView plain) { return compress(plain, 3 * plain.size() + 16); }

TEST(Lz77, PublishedExamplesBothWays) {
  const auto letters = bytes_of("abcdefghijklmnopqrstuvwxyz");
  const auto literals = hex_vector("MS-XCA/3.1-literals.hex");
  EXPECT_EQ(decompress(literals, 26).value(), letters);
  EXPECT_EQ(compress_whatever(letters), literals);

  const auto many = repeated("abc", 100);
  const auto one_match = hex_vector("MS-XCA/3.1-one-match.hex");
  EXPECT_EQ(decompress(one_match, 300).value(), many);
  EXPECT_EQ(compress(many, many.size()), one_match);
}

// A run of one byte, with a match of each length around the places where the code changes its form.
TEST(Lz77, EveryFormOfLength) {
  for (const std::size_t length : {3, 9, 10, 24, 25, 26, 278, 279, 280, 281, 5000, 65534}) {
    const Bytes plain(length + 1, 'x');
    const auto data = compress_whatever(plain);
    const auto again = decompress(data, plain.size());
    ASSERT_TRUE(again) << length << ": " << to_string(again.error());
    EXPECT_EQ(*again, plain) << length;
  }
}

TEST(Lz77, LengthsByHand) {
  // One literal, then matches at distance 1 of 10, 11 and 12: the first two share a byte of nibbles, the
  // third begins another.
  const auto data = from_hex("FF FF FF 7F 61 07 00 10 07 00 07 00 02");
  EXPECT_EQ(decompress(data, 34).value(), Bytes(34, 'a'));
  EXPECT_EQ(decompress(from_hex("FF FF FF 7F 61 07 00 0F FE"), 280).value(), Bytes(280, 'a'));        // 279
  EXPECT_EQ(decompress(from_hex("FF FF FF 7F 61 07 00 0F FF 15 01"), 281).value(), Bytes(281, 'a'));  // 280
}

TEST(Lz77, TextAndBinaryThereAndBack) {
  std::mt19937 random(7);
  std::vector<Bytes> inputs{{}, {0}, repeated("Subject: hello world\r\n", 500), repeated("ab", 3)};
  for (const std::size_t size : {31, 32, 33, 64, 1000, 8192, 8193, 32768, 65535}) {
    Bytes noise(size);
    for (auto& byte : noise) byte = static_cast<wire::u8>(random());
    inputs.push_back(noise);
    // Few different bytes: many short matches at many distances.
    for (auto& byte : noise) byte %= 3;
    inputs.push_back(noise);
  }
  for (const auto& plain : inputs) {
    const auto data = compress_whatever(plain);
    const auto again = decompress(data, plain.size());
    ASSERT_TRUE(again) << plain.size() << ": " << to_string(again.error());
    EXPECT_EQ(*again, plain);
  }
}

TEST(Lz77, MatchesReachBackToTheEndOfTheWindowAndNoFurther) {
  std::mt19937 random(7);
  Bytes head(8192 + 100);
  for (auto& byte : head) byte = static_cast<wire::u8>(random());
  auto within = head;
  within.insert(within.end(), head.begin() + 100, head.begin() + 164);  // 8192 back
  auto beyond = head;
  beyond.insert(beyond.end(), head.begin() + 99, head.begin() + 163);  // 8193 back
  EXPECT_LT(compress_whatever(within).size() + 32, compress_whatever(beyond).size());
  EXPECT_EQ(decompress(compress_whatever(within), within.size()).value(), within);
  EXPECT_EQ(decompress(compress_whatever(beyond), beyond.size()).value(), beyond);
}

TEST(Lz77, NothingWhereItDoesNotPay) {
  EXPECT_TRUE(compress(bytes_of("abcdefgh"), 8).empty());
  EXPECT_TRUE(compress({}, 100).empty());
  EXPECT_TRUE(compress(Bytes(65536), 65536).empty());
  const auto many = repeated("abc", 100);
  EXPECT_EQ(compress(many, 14).size(), 13u);
  EXPECT_TRUE(compress(many, 13).empty());
}

TEST(Lz77, MaskBehindTheLastItemIsIgnored) {
  const auto plain = repeated("0123456789abcdefghijklmnopqrstuv", 1);
  auto data = compress_whatever(plain);
  ASSERT_EQ(data.size(), 4u + 32);
  EXPECT_EQ(decompress(data, 32).value(), plain);
  data.insert(data.end(), 4, 0xFF);
  EXPECT_EQ(decompress(data, 32).value(), plain);
  data.push_back(0xFF);
  EXPECT_EQ(decompress(data, 32).error().fault, Fault::trailing);
}

TEST(Lz77, FailsAtEveryTruncation) {
  const auto data = hex_vector("MS-XCA/3.1-one-match.hex");
  for (std::size_t size = 0; size < data.size(); ++size) {
    EXPECT_FALSE(decompress(ByteView(data).first(size), 300)) << size;
  }
}

TEST(Lz77, OtherSizeThanPromised) {
  const auto data = hex_vector("MS-XCA/3.1-one-match.hex");
  EXPECT_FALSE(decompress(data, 299));
  EXPECT_FALSE(decompress(data, 301));
  EXPECT_EQ(decompress(data, 3).error().fault, Fault::trailing);
  EXPECT_EQ(decompress({}, 65536).error().fault, Fault::limit);
  EXPECT_TRUE(decompress({}, 0));
}

TEST(Lz77, NothingStandsBeforeTheFirstByte) {
  EXPECT_FALSE(decompress(from_hex("FF FF FF FF 00 00"), 3));     // a match first
  EXPECT_FALSE(decompress(from_hex("FF FF FF 7F 61 08 00"), 4));  // distance 2 after one byte
  EXPECT_TRUE(decompress(from_hex("FF FF FF 7F 61 00 00"), 4));   // distance 1
}

TEST(Lz77, LongFormThatASmallerOneWouldSay) {
  EXPECT_FALSE(decompress(from_hex("FF FF FF 7F 61 07 00 0F FF 14 01"), 280));
}

}  // namespace
}  // namespace mapigate::oxcrpc
