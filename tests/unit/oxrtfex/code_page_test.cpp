#include "protocol/oxrtfex/code_page.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxrtfex/rtf_text.hpp"

namespace mapigate::oxrtfex {
namespace {

using wire::from_hex;

std::string decoded(wire::u16 number, std::string_view hex) {
  std::string utf8;
  CodePage(number).append(from_hex(hex), utf8);
  return utf8;
}

TEST(CodePage, EachHasItsOwnCharacters) {
  EXPECT_EQ(decoded(1252, "41 80 E9 FF"), "A€éÿ");
  EXPECT_EQ(decoded(1250, "B3 E8 9A"), "łčš");
  EXPECT_EQ(decoded(1251, "CF F0 E8"), "При");
  EXPECT_EQ(decoded(1253, "E1 E2 F9"), "αβω");
  EXPECT_EQ(decoded(1254, "FE F0 DD"), "şğİ");
  EXPECT_EQ(decoded(1255, "F9 EC E5 ED"), "שלום");
  EXPECT_EQ(decoded(1256, "E3 D1"), "مر");
  EXPECT_EQ(decoded(1257, "E0 FE"), "ąž");
  EXPECT_EQ(decoded(1258, "D5 FE"), "Ơ₫");
  EXPECT_EQ(decoded(874, "A1 E4"), "กไ");
  EXPECT_EQ(decoded(437, "E0 81"), "αü");
  EXPECT_EQ(decoded(850, "81 D5"), "üı");
  EXPECT_EQ(decoded(10000, "8A CA"), "ä\u00A0");
  EXPECT_EQ(decoded(28591, "E9"), "é");
}

TEST(CodePage, MultipleBytes) {
  EXPECT_EQ(decoded(932, "41 93 FA 96 7B B1 83 5C 5C"), "A日本ｱソ\\");
  EXPECT_EQ(decoded(936, "D6 D0 CE C4 61"), "中文a");
  EXPECT_EQ(decoded(949, "C7 D1 B1 DB"), "한글");
  EXPECT_EQ(decoded(950, "A4 A4 A4 E5"), "中文");
  EXPECT_EQ(decoded(1361, "D0 65 8B 69"), "한글");
  EXPECT_EQ(decoded(65001, "C3 A9 F0 9F 98 80"), "é😀");
}

TEST(CodePage, MalformedBytes) {
  EXPECT_EQ(decoded(1251, "41 98 42"), "A\uFFFDB");
  EXPECT_EQ(decoded(932, "93 FA 93"), "日\uFFFD");
  EXPECT_EQ(decoded(932, "FF 93 FA"), "\uFFFD日");
  EXPECT_EQ(decoded(65001, "41 C3 42 FF"), "A\uFFFDB\uFFFD");
}

// What Windows does with the bytes that 1252 does not assign.
TEST(CodePage, WesternHasNoGaps) {
  EXPECT_EQ(decoded(1252, "81 8D 8F 90 9D"), "\u0081\u008D\u008F\u0090\u009D");
}

TEST(CodePage, LongRunsOfMultipleBytes) {
  std::string hex;
  std::string expected;
  for (int i = 0; i < 2000; ++i) {
    hex += "93FA967B";
    expected += "日本";
  }
  EXPECT_EQ(decoded(932, hex), expected);
}

TEST(CodePage, Known) {
  for (const int number : {437, 874, 932, 936, 949, 950, 1250, 1252, 1258, 10000, 20866, 28605, 65001}) {
    EXPECT_TRUE(is_known_code_page(number)) << number;
  }
  for (const int number : {-1, 0, 1, 42, 1200, 65000, 65536 + 1252}) {
    EXPECT_FALSE(is_known_code_page(number)) << number;
  }
}

// All that are known are there, or would be taken for the Western one.
TEST(CodePage, TheLibraryHasThemAll) {
  for (int number = 0; number < 65536; ++number) {
    if (!is_known_code_page(number) || number == 1252 || number == 28591) continue;
    wire::Bytes upper(128);
    for (std::size_t i = 0; i < upper.size(); ++i) upper[i] = static_cast<wire::u8>(0x80 + i);
    std::string own;
    CodePage(static_cast<wire::u16>(number)).append(upper, own);
    std::string western;
    CodePage(1252).append(upper, western);
    EXPECT_NE(own, western) << number;
  }
}

TEST(CodePage, OfACharset) {
  EXPECT_EQ(charset_code_page(0), 1252);
  EXPECT_EQ(charset_code_page(128), 932);
  EXPECT_EQ(charset_code_page(134), 936);
  EXPECT_EQ(charset_code_page(204), 1251);
  EXPECT_EQ(charset_code_page(238), 1250);
  EXPECT_EQ(charset_code_page(255), 850);
  EXPECT_EQ(charset_code_page(1), 0);
  EXPECT_EQ(charset_code_page(2), 0);
  EXPECT_EQ(charset_code_page(-1), 0);
  EXPECT_EQ(charset_code_page(256), 0);
}

}  // namespace
}  // namespace mapigate::oxrtfex
