#include "gateway/base/encoding.hpp"

#include <gtest/gtest.h>

#include <array>

namespace mapigate {
namespace {

std::span<const std::uint8_t> bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

TEST(Encoding, HexHasTwoLowerCaseDigitsAByte) {
  EXPECT_EQ(to_hex(bytes(std::string_view("\x00\x9f\xff", 3))), "009fff");
  EXPECT_EQ(from_hex(""), std::vector<std::uint8_t>());
  EXPECT_EQ(from_hex("009FfF"), (std::vector<std::uint8_t>{0x00, 0x9f, 0xff}));
}

TEST(Encoding, HexOfOddLengthOrWithOtherCharactersIsRefused) {
  EXPECT_FALSE(from_hex("0"));
  EXPECT_FALSE(from_hex("0g"));
  EXPECT_FALSE(from_hex("00 1"));
}

// RFC 4648 section 10.
TEST(Encoding, Base64GivesTheVectorsOfTheRfc) {
  const std::array<std::pair<std::string_view, std::string_view>, 7> vectors = {{{"", ""},
                                                                                 {"f", "Zg=="},
                                                                                 {"fo", "Zm8="},
                                                                                 {"foo", "Zm9v"},
                                                                                 {"foob", "Zm9vYg=="},
                                                                                 {"fooba", "Zm9vYmE="},
                                                                                 {"foobar", "Zm9vYmFy"}}};
  for (const auto& [plain, encoded] : vectors) {
    EXPECT_EQ(to_base64(bytes(plain)), encoded);
    EXPECT_EQ(from_base64(encoded), plain);
  }
}

TEST(Encoding, Base64AcceptsMissingPaddingAndNothingElse) {
  EXPECT_EQ(from_base64("Zm8"), "fo");
  EXPECT_FALSE(from_base64("Zm 8"));
  EXPECT_FALSE(from_base64("Zm9-"));
}

TEST(Encoding, PrintableReplacesControlsAndBrokenUtf8) {
  EXPECT_EQ(printable("a\x1b[31mb\n"), "a?[31mb?");
  EXPECT_EQ(printable("caf\xc3\xa9"), "caf\xc3\xa9");
  EXPECT_EQ(printable("caf\xe9!"), "caf?!");
  EXPECT_EQ(printable("\xc2\x9b"), "?");        // CSI of C1 controls drives a terminal too
  EXPECT_EQ(printable("\xed\xa0\x80"), "???");  // a surrogate
  EXPECT_EQ(printable("\xc0\xaf"), "??");       // an overlong '/'
}

TEST(Encoding, PrintableCutsBetweenCharacters) {
  EXPECT_EQ(printable("abcdef", 3), "abc...");
  EXPECT_EQ(printable("ab\xc3\xa9"
                      "d",
                      3),
            "ab\xc3\xa9...");
}

TEST(Encoding, Utf8ValidityFollowsRfc3629) {
  EXPECT_TRUE(is_valid_utf8("\xf4\x8f\xbf\xbf"));   // U+10FFFF
  EXPECT_FALSE(is_valid_utf8("\xf4\x90\x80\x80"));  // above
  EXPECT_FALSE(is_valid_utf8("\xe0\x9f\xbf"));      // overlong
  EXPECT_FALSE(is_valid_utf8("\xf0\x8f\xbf\xbf"));  // overlong
  EXPECT_FALSE(is_valid_utf8("\xe2\x82"));          // cut
}

TEST(Encoding, Latin1BecomesUtf8) { EXPECT_EQ(latin1_to_utf8("caf\xe9"), "caf\xc3\xa9"); }

TEST(Encoding, TrimAndCase) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim("  "), "");
  EXPECT_TRUE(equal_ignoring_case("Content-Type", "content-TYPE"));
  EXPECT_FALSE(equal_ignoring_case("a", "ab"));
  EXPECT_EQ(to_lower("\xc3\x84X"), "\xc3\x84x");  // bytes outside ASCII stay
}

}  // namespace
}  // namespace mapigate
