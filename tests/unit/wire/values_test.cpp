#include <gtest/gtest.h>

#include "protocol/wire/filetime.hpp"
#include "protocol/wire/guid.hpp"
#include "protocol/wire/utf16.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::wire {
namespace {

using namespace std::chrono_literals;

// The example GUID of MS-OXCMAPIHTTP section 2.2.3.3.2, with Data1 to Data3 turned into little-endian order.
constexpr auto guid_text = "{E2EA6C1C-E61B-49E9-9CFB-38184F907552}";
const Bytes guid_bytes = from_hex("1C 6C EA E2 1B E6 E9 49 9C FB 38 18 4F 90 75 52");

TEST(Guid, TextAndBytes) {
  const auto guid = Guid::from_text(guid_text);
  ASSERT_TRUE(guid);
  EXPECT_EQ(serialize(*guid).value(), guid_bytes);
  EXPECT_EQ(guid->braced(), guid_text);
  EXPECT_EQ(guid->text(), "e2ea6c1c-e61b-49e9-9cfb-38184f907552");
  EXPECT_EQ(Guid::from_text(guid->text()), guid);
  expect_exact<Guid>(guid_bytes);
}

TEST(Guid, OtherTextIsNoGuid) {
  for (const auto* text :
       {"", "{}", "E2EA6C1C-E61B-49E9-9CFB-38184F90755", "{E2EA6C1C-E61B-49E9-9CFB-38184F907552",
        "E2EA6C1C-E61B-49E9-9CFB-38184F907552}", "E2EA6C1CE61B-49E9-9CFB-38184F9075522",
        "G2EA6C1C-E61B-49E9-9CFB-38184F907552", "E2EA6C1C-E61B-49E9-9CFB+38184F907552",
        "[E2EA6C1C-E61B-49E9-9CFB-38184F907552]"}) {
    EXPECT_FALSE(Guid::from_text(text)) << text;
  }
}

TEST(Guid, Nil) {
  EXPECT_TRUE(Guid{}.is_nil());
  EXPECT_FALSE(Guid::from_text(guid_text)->is_nil());
}

TEST(FileTime, CountsFrom1601) {
  using std::chrono::sys_days;
  EXPECT_EQ(FileTime{}.time(), sys_days(1601y / 1 / 1));
  EXPECT_EQ(FileTime::from(sys_days(1601y / 1 / 1)).ticks, 0u);
  // 134774 days from 1601-01-01 to 1970-01-01.
  EXPECT_EQ(FileTime::from(sys_days(1970y / 1 / 1)).ticks, u64{134774} * 86400 * 10'000'000);
  const auto time = sys_days(2008y / 5 / 1) + 13h + 7min + 5s + FileTime::Ticks(1);
  EXPECT_EQ(FileTime::from(time).time(), time);
  expect_exact<FileTime>(from_hex("00 80 3E D5 DE B1 9D 01"));
  EXPECT_EQ(parse<FileTime>(from_hex("00 80 3E D5 DE B1 9D 01")).value().time(), sys_days(1970y / 1 / 1));
}

TEST(FileTime, StaysWithinWhatItCanHold) {
  EXPECT_EQ(FileTime::from(std::chrono::sys_days(1600y / 12 / 31)).ticks, 0u);
  EXPECT_EQ(FileTime::from(FileTime::SystemTime::min()).ticks, 0u);
  EXPECT_EQ(FileTime{~u64{0}}.time(), FileTime::SystemTime::max());
  EXPECT_EQ(FileTime::from(FileTime::SystemTime::max()).time(), FileTime::SystemTime::max());
}

TEST(Utf16, ThereAndBack) {
  for (const auto* text :
       {"", "ascii", "Zo\xC3\xAB", "\xE2\x82\xAC", "\xF0\x9F\x98\x80!", "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80",
        "\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(to_utf8(to_utf16(text)), text);
  }
  EXPECT_EQ(to_utf16("\xF0\x9F\x98\x80"), u"\U0001F600");
}

TEST(Utf16, UnpairedSurrogateIsReplaced) {
  EXPECT_EQ(to_utf8(std::u16string{0xD83D}), "\xEF\xBF\xBD");
  EXPECT_EQ(to_utf8(std::u16string{0xD83D, 'a'}),
            "\xEF\xBF\xBD"
            "a");
  EXPECT_EQ(to_utf8(std::u16string{0xDE00, 0xD83D}), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Utf16, MalformedUtf8IsReplacedByteByByte) {
  const std::u16string one{0xFFFD};
  EXPECT_EQ(to_utf16("\x80"), one);
  EXPECT_EQ(to_utf16("\xC3"), one);
  EXPECT_EQ(to_utf16("\xC0\x80"), one + one);                      // overlong
  EXPECT_EQ(to_utf16("\xE0\x9F\xBF"), one + one + one);            // overlong
  EXPECT_EQ(to_utf16("\xED\xA0\x80"), one + one + one);            // a surrogate
  EXPECT_EQ(to_utf16("\xF4\x90\x80\x80"), one + one + one + one);  // above U+10FFFF
  EXPECT_EQ(to_utf16("\xE2\x82"
                     "a"),
            one + one + u"a");
}

}  // namespace
}  // namespace mapigate::wire
