#include "protocol/wire/utf8.hpp"

#include <gmock/gmock.h>

namespace mapigate::wire {
namespace {

std::u32string characters(std::string_view utf8) {
  std::u32string all;
  for (std::size_t at = 0; at < utf8.size();) all += next_character(utf8, at);
  return all;
}

TEST(Utf8, BothWays) {
  const std::u32string all = {0x00,   0x41,   0x7F,   0x80,    0x7FF,   0x800,
                              0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
  std::string utf8;
  for (const auto character : all) append_utf8(utf8, character);
  EXPECT_EQ(utf8.size(), 3u + 2 * 2 + 3 * 4 + 4 * 2);
  EXPECT_EQ(characters(utf8), all);
  EXPECT_EQ(characters("é€😀"), U"é€😀");
}

TEST(Utf8, IllFormed) {
  EXPECT_EQ(characters("\x80"), U"\uFFFD");
  EXPECT_EQ(characters("\xC3"), U"\uFFFD");
  EXPECT_EQ(characters("\xC3x"), U"\uFFFDx");
  EXPECT_EQ(characters("\xC0\x80"), U"\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(characters("\xE0\x9F\xBF"), U"\uFFFD\uFFFD\uFFFD");  // overlong
  EXPECT_EQ(characters("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(characters("\xF4\x90\x80\x80").size(), 4u);          // above U+10FFFF
  EXPECT_EQ(characters("\xF0\x8F\xBF\xBF").size(), 4u);          // overlong
  EXPECT_EQ(characters("\xF5\x80\x80\x80").size(), 4u);
  EXPECT_EQ(characters("\xF0\x9F\x98"), U"\uFFFD\uFFFD\uFFFD");
}

}  // namespace
}  // namespace mapigate::wire
