#include "protocol/wire/code_page.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::wire {
namespace {

std::string bytes_of(std::string_view hex) {
  const auto bytes = from_hex(hex);
  return {bytes.begin(), bytes.end()};
}

struct Sample {
  u32 code_page;
  std::string_view hex;
  std::u16string_view text;
};

// By the tables of the Unicode consortium (MAPPINGS/VENDORS/MICSFT, ISO8859 and others) and the RFCs named.
constexpr Sample samples[] = {
    {437, "6E 61 8B 76 65 20 AB", u"na\u00EFve \u00BD"},
    {850, "92 72 9B", u"\u00C6r\u00F8"},
    {852, "9D A2 64 AB", u"\u0141\u00F3d\u017A"},
    {866, "8F E0 A8 A2 A5 E2", u"\u041F\u0440\u0438\u0432\u0435\u0442"},
    {874, "CA C7 D1 CA B4 D5", u"\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35"},
    // Second bytes that are a backslash in ASCII; an extension of NEC; halfwidth katakana.
    {932, "93 FA 96 7B 8C EA 20 83 5C 95 5C 20 87 40 B1", u"\u65E5\u672C\u8A9E \u30BD\u8868 \u2460\uFF71"},
    {936, "D6 D0 CE C4 20 E9 46 20 80", u"\u4E2D\u6587 \u9555 \u20AC"},
    // The last is in Unified Hangul only, not in EUC-KR.
    {949, "C7 D1 B1 B9 BE EE 20 8C 63", u"\uD55C\uAD6D\uC5B4 \uB620"},
    {950, "A4 A4 A4 E5 20 B3 5C", u"\u4E2D\u6587 \u8A31"},
    {1250, "44 76 6F F8 E1 6B 20 96 20 A3 F3 64 9F", u"Dvo\u0159\u00E1k \u2013 \u0141\u00F3d\u017A"},
    {1251, "CF F0 E8 E2 E5 F2 2C 20 AF E6 E0 EA",
     u"\u041F\u0440\u0438\u0432\u0435\u0442, \u0407\u0436\u0430\u043A"},
    {1252, "5A 6F EB 20 96 20 35 20 80", u"Zo\u00EB \u2013 5 \u20AC"},
    {1253, "C1 E8 DE ED E1", u"\u0391\u03B8\u03AE\u03BD\u03B1"},
    {1254, "DD 73 74 61 6E 62 75 6C 20 FD F0", u"\u0130stanbul \u0131\u011F"},
    {1255, "F9 EC E5 ED", u"\u05E9\u05DC\u05D5\u05DD"},
    {1256, "E3 D1 CD C8 C7 20 90", u"\u0645\u0631\u062D\u0628\u0627 \u06AF"},
    {1257, "D0 69 61 75 6C 69 61 69 20 EC", u"\u0160iauliai \u0123"},
    {1258, "F0 20 FD 20 FE", u"\u0111 \u01B0 \u20AB"},
    {10000, "43 61 66 8E", u"Caf\u00E9"},
    {20261, "43 61 66 C2 65", u"Caf\u00E9"},
    {20866, "F0 D2 C9 D7 C5 D4", u"\u041F\u0440\u0438\u0432\u0435\u0442"},
    {20932, "C6 FC CB DC B8 EC", u"\u65E5\u672C\u8A9E"},
    {20936, "D6 D0 CE C4", u"\u4E2D\u6587"},
    {21866, "B7 D6 C1 CB", u"\u0407\u0436\u0430\u043A"},
    {28591, "5A 6F EB", u"Zo\u00EB"},
    {28592, "A3 F3 64 BC", u"\u0141\u00F3d\u017A"},
    {28595, "BF E0 D8 D2 D5 E2", u"\u041F\u0440\u0438\u0432\u0435\u0442"},
    {28597, "C1 E8 DE ED E1", u"\u0391\u03B8\u03AE\u03BD\u03B1"},
    {28598, "F9 EC E5 ED", u"\u05E9\u05DC\u05D5\u05DD"},
    {28599, "DD F0", u"\u0130\u011F"},
    {28605, "35 20 A4 20 BD", u"5 \u20AC \u0153"},
    {38598, "F9 EC E5 ED", u"\u05E9\u05DC\u05D5\u05DD"},
    // RFC 1468.
    {50220, "1B 24 42 46 7C 4B 5C 38 6C 1B 28 42 20 61", u"\u65E5\u672C\u8A9E a"},
    {50220, "46 7C 4B 5C", u"F|K\\"},
    // RFC 1557.
    {50225, "1B 24 29 43 0E 47 51 31 39 0F", u"\uD55C\uAD6D"},
    {51932, "C6 FC CB DC B8 EC 20 AD A1", u"\u65E5\u672C\u8A9E \u2460"},
    {51949, "C7 D1 B1 B9 BE EE", u"\uD55C\uAD6D\uC5B4"},
    {54936, "D6 D0 CE C4 20 A2 E3 20 81 30 8B 37 20 94 39 FC 36", u"\u4E2D\u6587 \u20AC \u00FF \U0001F600"},
    // RFC 2152 section "Examples".
    {65000, "41 2B 49 6D 49 44 6B 51 2E", u"A\u2262\u0391."},
    {65001, "5A 6F C3 AB 20 E6 97 A5 E6 9C AC 20 F0 9F 98 80", u"Zo\u00EB \u65E5\u672C \U0001F600"},
};

TEST(CodePage, BothWays) {
  for (const auto& [code_page, hex, text] : samples) {
    const auto bytes = bytes_of(hex);
    EXPECT_EQ(from_code_page(bytes, code_page).value(), text) << code_page;
    EXPECT_EQ(to_code_page(text, code_page).value(), bytes) << code_page;
  }
}

// A converter is used again, whatever the string before was.
TEST(CodePage, InTurn) {
  for (int round = 0; round < 3; ++round) {
    for (const auto& [code_page, hex, text] : samples) {
      EXPECT_EQ(from_code_page(bytes_of(hex), code_page).value(), text) << code_page;
      from_code_page("\x1B$B\xFF\x81", code_page).value();
      EXPECT_EQ(to_code_page(text, code_page).value(), bytes_of(hex)) << code_page;
      to_code_page(u"\u65E5\U0001F600", code_page).value();
    }
  }
}

TEST(CodePage, FromManyThreads) {
  // Loads iconv's modules, for which ThreadSanitizer does not see the locks of the dynamic loader.
  for (const auto& sample : samples) to_code_page(sample.text, sample.code_page).value();
  std::vector<std::thread> threads;
  std::atomic<int> wrong = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&wrong] {
      for (int round = 0; round < 20; ++round) {
        for (const auto& [code_page, hex, text] : samples) {
          if (from_code_page(bytes_of(hex), code_page).value() != text) ++wrong;
          if (to_code_page(text, code_page).value() != bytes_of(hex)) ++wrong;
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

std::vector<u32> known() {
  std::vector<u32> code_pages;
  for (u32 code_page = 0; code_page <= 0xFFFF; ++code_page) {
    if (is_known(code_page)) code_pages.push_back(code_page);
  }
  return code_pages;
}

// iconv loads each from a file of its own, which may be missing on a machine.
TEST(CodePage, KnownOnesAreThere) {
  EXPECT_GE(known().size(), std::size(samples) / 2);
  for (const auto code_page : known()) {
    EXPECT_TRUE(from_code_page("\xE4", code_page)) << code_page;
    EXPECT_TRUE(to_code_page(u"\u00E4", code_page)) << code_page;
  }
}

TEST(CodePage, OthersAreUnknown) {
  // None, UTF-16, EBCDIC, the ANSI code page of the machine, beyond 16 bits.
  for (const u32 code_page : {0u, 1200u, 1201u, 37u, 3u, 0x104E4u, 0xFFFFFFFFu}) {
    EXPECT_FALSE(is_known(code_page)) << code_page;
    const auto from = from_code_page("a", code_page);
    ASSERT_FALSE(from) << code_page;
    EXPECT_EQ(to_string(from.error()), "CodePage at offset 0: invalid value");
    EXPECT_FALSE(to_code_page(u"a", code_page)) << code_page;
  }
}

std::string all_ascii() {
  std::string bytes;
  for (char c = 0;; ++c) {
    bytes += c;
    if (c == 0x7F) return bytes;
  }
}

// Alone, and in a string that iconv converts.
TEST(CodePage, AsciiIsItself) {
  const auto bytes = all_ascii();
  const std::u16string text(bytes.begin(), bytes.end());
  for (const auto code_page : known()) {
    if (code_page >= 50220 && code_page <= 50225) continue;  // they shift by three control characters
    if (code_page == 65000) continue;                        // and UTF-7 by a plus sign
    EXPECT_EQ(from_code_page(bytes, code_page).value(), text) << code_page;
    EXPECT_EQ(to_code_page(text, code_page).value(), bytes) << code_page;
    const auto longer = from_code_page(bytes + "\xFF\xFF", code_page).value();
    EXPECT_EQ(longer.substr(0, text.size()), text) << code_page;
    if (code_page == 20261) continue;  // T.61 has number and dollar signs elsewhere too
    const auto back = to_code_page(text + u"\uE000\uE000", code_page).value();
    EXPECT_EQ(back.substr(0, bytes.size()), bytes) << code_page;
  }
}

// On both sides of the eight bytes that are looked at together.
TEST(CodePage, OneCharacterBeyondAsciiAnywhere) {
  for (std::size_t size = 1; size < 20; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::string bytes(size, 'a');
      bytes[at] = '\xEB';
      std::u16string text(size, u'a');
      text[at] = u'\u00EB';
      EXPECT_EQ(from_code_page(bytes, 1252).value(), text);
      EXPECT_EQ(to_code_page(text, 1252).value(), bytes);
      text[at] = u'\u4100';  // its low byte is in ASCII
      bytes[at] = '?';
      EXPECT_EQ(to_code_page(text, 1252).value(), bytes);
    }
  }
}

TEST(CodePage, EmptyStaysEmpty) {
  for (const auto code_page : known()) {
    EXPECT_EQ(from_code_page("", code_page).value(), u"") << code_page;
    EXPECT_EQ(to_code_page(u"", code_page).value(), "") << code_page;
  }
}

TEST(CodePage, UnmappedBytesAreReplaced) {
  EXPECT_EQ(from_code_page("a\xFF"
                           "b",
                           20127)
                .value(),
            u"a\uFFFDb");
  EXPECT_EQ(from_code_page("\xAA\xD2!", 1253).value(), u"\uFFFD\uFFFD!");
  // 0x22 cannot follow a first byte: it is the quotation mark that it seems to be.
  EXPECT_EQ(from_code_page("\x93\"\x93\xFA", 932).value(), u"\uFFFD\"\u65E5");
  EXPECT_EQ(from_code_page("\xFF\xFF\xC7\xD1", 949).value(), u"\uFFFD\uFFFD\uD55C");
  EXPECT_EQ(from_code_page("\x84\x31\xA4\x3F!", 54936).value().back(), u'!');
  EXPECT_EQ(from_code_page("\xE9!", 65001).value(), u"\uFFFD!");
}

TEST(CodePage, CutOffCharacterIsReplacedOnce) {
  for (const auto& [code_page, hex] : {std::pair<u32, std::string_view>{932, "61 93"},
                                       {936, "61 D6"},
                                       {949, "61 C7"},
                                       {950, "61 A4"},
                                       {20261, "61 C2"},
                                       {20932, "61 8F B0"},
                                       {51932, "61 C6"},
                                       {54936, "61 81"},
                                       {54936, "61 81 30"},
                                       {54936, "61 81 30 8B"},
                                       {50220, "61 1B 24"},
                                       {50220, "61 1B 24 42 46"},
                                       {65001, "61 C3"}}) {
    EXPECT_EQ(from_code_page(bytes_of(hex), code_page).value(), u"a\uFFFD") << code_page << ": " << hex;
    // And nothing of it is left for the next string.
    EXPECT_EQ(from_code_page("b\xFF", code_page).value().front(), u'b') << code_page;
  }
}

TEST(CodePage, MissingCharactersAreQuestionMarks) {
  EXPECT_EQ(to_code_page(u"a\u65E5\u0159b", 1252).value(), "a??b");
  EXPECT_EQ(to_code_page(u"\U0001F600!", 1252).value(), "?!");
  EXPECT_EQ(to_code_page(u"\U0001F600\u65E5", 932).value(), "?\x93\xFA");
  EXPECT_EQ(to_code_page(u"\u00E4", 20127).value(), "?");
  // After the way back to ASCII.
  EXPECT_EQ(to_code_page(u"\u65E5\U0001F600\u65E5", 50220).value(), "\x1B$BF|\x1B(B?\x1B$BF|\x1B(B");
}

TEST(CodePage, UnpairedSurrogatesAreMissingEverywhere) {
  for (const auto& text : {std::u16string{0xD83D}, std::u16string{0xDE00}}) {
    for (const u32 code_page : {932u, 1252u, 28591u, 50220u, 54936u}) {
      EXPECT_EQ(to_code_page(u"\u00A7" + text + u'a', code_page).value(),
                to_code_page(u"\u00A7", code_page).value() + "?a")
          << code_page;
    }
    EXPECT_EQ(to_code_page(u"\u00A7" + text + u'a', 65000).value(), "+AKc?a");
    EXPECT_EQ(to_code_page(text, 65001).value(), "\xEF\xBF\xBD");
  }
  EXPECT_EQ(to_code_page(std::u16string{0xDE00, 0xD83D}, 54936).value(), "??");
}

// MS-UCODEREF section 2.2.2: bestfit1252.txt has 0x81 as U+0081, and the like.
TEST(CodePage, UnassignedBytesAreControls) {
  EXPECT_EQ(from_code_page("\x81\x8D\x8F\x90\x9D", 1252).value(), u"\u0081\u008D\u008F\u0090\u009D");
  EXPECT_EQ(to_code_page(u"\u0081\u008D\u008F\u0090\u009D", 1252).value(), "\x81\x8D\x8F\x90\x9D");
  // The byte 0x80 is the euro sign there, so that this control is none.
  EXPECT_EQ(to_code_page(u"\u0080", 1252).value(), "?");
  EXPECT_EQ(to_code_page(u"\u00A1\u0098", 1251).value(), "?\x98");
  // All of them: what these code pages do not assign goes both ways.
  for (const u32 code_page : {874u, 1250u, 1251u, 1252u, 1253u, 1254u, 1255u, 1256u, 1257u, 1258u}) {
    for (int byte = 0x80; byte < 0xA0; ++byte) {
      const std::string bytes(1, static_cast<char>(byte));
      const auto text = from_code_page(bytes, code_page).value();
      EXPECT_NE(text, u"\uFFFD") << code_page << ' ' << byte;
      EXPECT_EQ(to_code_page(text, code_page).value(), bytes) << code_page << ' ' << byte;
    }
  }
}

// iconv holds a letter back until it knows that no accent follows.
TEST(CodePage, OrderIsKeptAroundReplacements) {
  EXPECT_EQ(from_code_page("a\xFF\x81"
                           "b\xEC",
                           1258)
                .value(),
            u"a\u00FF\u0081b\u0301");
  EXPECT_EQ(from_code_page("\xE0\xD9\xE0", 1255).value(), u"\u05D0\uFFFD\u05D0");
}

TEST(CodePage, ShiftSurvivesABadSequence) {
  EXPECT_EQ(from_code_page("\x1B$BF|\xFF\x4B\x5C", 50220).value(), u"\u65E5\uFFFD\u672C");
}

TEST(CodePage, LongStrings) {
  std::string bytes;
  std::u16string text;
  for (int i = 0; i < 20000; ++i) {
    bytes += "\xEB\x96z\x81";
    text += u"\u00EB\u2013z\u0081";
  }
  EXPECT_EQ(from_code_page(bytes, 1252).value(), text);
  EXPECT_EQ(to_code_page(text, 1252).value(), bytes);
  // Four bytes for one unit, and nine for two.
  const std::u16string rare(20000, u'\u00FF');
  const auto wide = to_code_page(rare, 54936).value();
  EXPECT_EQ(wide.size(), 80000u);
  EXPECT_EQ(from_code_page(wide, 54936).value(), rare);
  std::u16string mixed;
  for (int i = 0; i < 5000; ++i) mixed += u"\u65E5a";
  const auto shifting = to_code_page(mixed, 50220).value();
  EXPECT_EQ(shifting.size(), 5000u * 9);
  EXPECT_EQ(from_code_page(shifting, 50220).value(), mixed);
}

TEST(CodePage, LongStringsOfReplacements) {
  EXPECT_EQ(from_code_page(std::string(5000, '\xFF'), 932).value(), std::u16string(5000, 0xFFFD));
  EXPECT_EQ(to_code_page(std::u16string(5000, u'\u3042'), 1252).value(), std::string(5000, '?'));
  EXPECT_EQ(to_code_page(std::u16string(5000, 0xD800), 50220).value(), std::string(5000, '?'));
}

}  // namespace
}  // namespace mapigate::wire
