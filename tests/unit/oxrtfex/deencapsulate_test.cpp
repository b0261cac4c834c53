#include "protocol/oxrtfex/deencapsulate.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxrtfex/rtf_text.hpp"

namespace mapigate::oxrtfex {
namespace {

using wire::Fault;

Deencapsulated read(const std::string& vector) { return deencapsulate(view(vector_file(vector))).value(); }

// Section 3.1. What comes out differs from the HTML that is printed there as the printed RTF does: a space
// behind the color table, a line end instead of a space before &nbsp;, two words.
TEST(Deencapsulate, PublishedHtml) {
  const auto result = read("3.1-html.rtf");
  EXPECT_EQ(result.original, Original::html);
  EXPECT_EQ(result.text, with_crlf(vector_file("3.1-html.html")));
}

// Section 3.2.
TEST(Deencapsulate, PublishedRtfWithoutEncapsulation) {
  const auto result = read("3.2-not-encapsulated.rtf");
  EXPECT_EQ(result.original, Original::rtf);
  EXPECT_EQ(result.text, "This is a test email.\r\n");
}

// By section 2.2.3.2 and the conventions of Outlook: code pages of the document and of fonts, \htmlrtf in
// groups.
TEST(Deencapsulate, HtmlOfManyFonts) {
  auto expected = with_crlf(vector_file("2.2.3.2-html.html"));
  EXPECT_EQ(read("2.2.3.2-html.rtf").text, expected);
}

// By section 2.2.3.3.
TEST(Deencapsulate, Text) {
  const auto result = read("2.2.3.3-text.rtf");
  EXPECT_EQ(result.original, Original::text);
  EXPECT_EQ(result.text, with_crlf(vector_file("2.2.3.3-text.txt")));
}

// Destinations, tables, fields and lists of RTF.
TEST(Deencapsulate, NativeRtf) {
  const auto result = read("native-rtf.rtf");
  EXPECT_EQ(result.original, Original::rtf);
  EXPECT_EQ(result.text, with_crlf(vector_file("native-rtf.txt")));
}

TEST(Deencapsulate, VisibleTextOfEncapsulatedHtml) {
  const auto text = visible_text(view(vector_file("3.1-html.rtf"))).value();
  EXPECT_EQ(text,
            " Note the line break inside a P tag. This is a bold text \r\n\r\n"
            "This is a normal text with a character references:\u00A0 < ¨\r\n"
            "characters which have special meaning in RTF: {}\\\r\n\r\n"
            "1.\t This is a list item\r\n");
}

// Section 2.2.3.1.
TEST(Recognize, TokensThatAreLookedAt) {
  const auto of = [](std::string_view rtf) { return recognize(view(rtf)); };
  EXPECT_EQ(of("{\\rtf1\\ansi\\fromhtml1 x}"), Original::html);
  EXPECT_EQ(of("{\\rtf1\\ansi\\fromtext x}"), Original::text);
  EXPECT_EQ(of("{\\rtf1\\ansi x}"), Original::rtf);
  EXPECT_EQ(of("{\\rtf1\\fromhtml x}"), Original::rtf);
  EXPECT_EQ(of("{\\rtf1\\fromhtml0 x}"), Original::rtf);
  // The tenth token and the eleventh.
  EXPECT_EQ(of("{\\rtf1\\a\\b\\c\\d\\e\\f\\g\\fromhtml1}"), Original::html);
  EXPECT_EQ(of("{\\rtf1\\a\\b\\c\\d\\e\\f\\g\\h\\fromhtml1}"), Original::rtf);
  EXPECT_EQ(of("{\\rtf1{\\a{\\fromtext}}}"), Original::text);
  // Anything but { and control words ends it.
  EXPECT_EQ(of("{\\rtf1{\\a}\\fromhtml1}"), Original::rtf);
  EXPECT_EQ(of("{\\rtf1 text\\fromhtml1}"), Original::rtf);
  EXPECT_EQ(of("{\\rtf1\\*\\fromhtml1}"), Original::rtf);
  EXPECT_EQ(of("{\\rtf1\\'41\\fromhtml1}"), Original::rtf);
  // Not RTF.
  EXPECT_EQ(of(""), Original::rtf);
  EXPECT_EQ(of("{\\fromhtml1}"), Original::rtf);
  EXPECT_EQ(of("\\rtf1\\fromhtml1"), Original::rtf);
}

TEST(Deencapsulate, WhatDoesNotBeginAsRtf) {
  for (const auto* rtf :
       {"", "{", "x", "rtf1", "\\rtf1", "{\\par}", "{\\rt1}", "{rtf1}", "<html>", " {\\rtf1}"}) {
    const auto result = deencapsulate(view(rtf));
    ASSERT_FALSE(result) << rtf;
    EXPECT_EQ(result.error().fault, Fault::invalid);
    EXPECT_FALSE(visible_text(view(rtf)));
  }
  EXPECT_EQ(deencapsulate(view("{\\rtf x}")).value().text, "x");
}

TEST(Deencapsulate, WhatEndsTooEarlyOrTooLate) {
  const auto text = [](std::string_view rtf) { return deencapsulate(view(rtf)).value().text; };
  EXPECT_EQ(text("{\\rtf1"), "");
  EXPECT_EQ(text("{\\rtf1 a{b"), "ab");
  EXPECT_EQ(text("{\\rtf1 a{\\colortbl b"), "a");
  EXPECT_EQ(text("{\\rtf1 a{\\fonttbl b"), "a");
  EXPECT_EQ(text("{\\rtf1 a}b}c"), "a");
  EXPECT_EQ(text("{\\rtf1 a\\"), "a");
  EXPECT_EQ(text("{\\rtf1 a\\bin9 b}"), "a");
}

// Section 2.1.3.1.4.2, all of its table.
TEST(Deencapsulate, ContentOfTags) {
  EXPECT_EQ(html_of("{\\*\\htmltag a\\par b\\tab c\\{\\}\\\\}"), "a\r\nb\tc{}\\");
  EXPECT_EQ(html_of("{\\*\\htmltag \\lquote\\rquote\\ldblquote\\rdblquote\\bullet\\endash\\emdash}"),
            "‘’“”•–—");
  EXPECT_EQ(html_of("{\\*\\htmltag \\~\\_}"), "\u00A0\u00AD");
  EXPECT_EQ(html_of("{\\*\\htmltag \\'80\\u8364?\\u-10179?\\u-8704?\\uc0\\u8364 x}"), "€€😀€x");
}

TEST(Deencapsulate, ParameterAndSpaceOfTags) {
  EXPECT_EQ(html_of("{\\*\\htmltag148 <FONT face=\"symbol\">}"), "<FONT face=\"symbol\">");
  EXPECT_EQ(html_of("{\\*\\htmltag <a>}{\\*\\htmltag<b>}{\\*\\htmltag84<c>}{\\*\\htmltag84  <d>}"),
            "<a><b><c> <d>");
  EXPECT_EQ(html_of("{\\*\\htmltag64}"), "");
  EXPECT_EQ(html_of("{\\*\\htmltag <a{ title}>{\\b{=}}}"), "<a title>=");
}

// In a tag it is the code page of the document, whatever the font is; outside that of the font.
TEST(Deencapsulate, CodePageOfTags) {
  EXPECT_EQ(html_of("\\f1\\'cf{\\*\\htmltag \\'cf}\\'cf{\\f0\\'cf}\\'cf\\plain\\'cf"), "ПÏПÏПÏ");
}

TEST(Deencapsulate, FontIsFollowedWhereHtmlIsNot) {
  EXPECT_EQ(html_of("{\\htmlrtf \\f1 x\\'cf\\htmlrtf0 \\'cf}\\'cf"), "ПÏ");
}

// Section 2.1.3.1.3.
TEST(Deencapsulate, HtmlRtf) {
  EXPECT_EQ(html_of("a\\htmlrtf b\\htmlrtf0 c\\htmlrtf1 d\\htmlrtf0 e"), "ace");
  EXPECT_EQ(html_of("a\\htmlrtf b{c\\htmlrtf0 d}e\\htmlrtf0 f"), "adf");
  EXPECT_EQ(html_of("a{\\htmlrtf b}c"), "ac");
  EXPECT_EQ(html_of("a\\htmlrtf {\\htmlrtf0 b\\htmlrtf }\\htmlrtf0 c"), "abc");
  EXPECT_EQ(html_of("\\htmlrtf\\par\\tab\\~\\'e9\\u233?\\bullet\\htmlrtf0 x"), "x");
  // Tags are always copied.
  EXPECT_EQ(html_of("\\htmlrtf a{\\*\\htmltag <b>}c\\htmlrtf0 d"), "<b>d");
}

TEST(Deencapsulate, OutsideOfTags) {
  EXPECT_EQ(html_of("a\\par b\\line c\\tab d\\cell e\\row f\\page g"), "a\r\nb\r\nc\tdefg");
  EXPECT_EQ(html_of("{\\pntext 1.\\tab}{\\listtext x}{\\colortbl;}{\\*\\unknown y}{\\*\\mhtmltag z}a"), "a");
  EXPECT_EQ(html_of("\\v a"), "a");
}

// Section 2.1.3.2: markup is in tags only. Writers differ in what they do with references.
TEST(Deencapsulate, BracketsOutsideOfTagsAreText) {
  EXPECT_EQ(html_of("1 < 2 <b>{\\*\\htmltag <i>}\\'3c\\u62?&amp;&"), "1 &lt; 2 &lt;b&gt;<i>&lt;&gt;&amp;&");
  EXPECT_EQ(html_of("<"), "&lt;");
  EXPECT_EQ(html_of("\\f2\\'93\\'fa<\\'93\\'fa>\\'93\\'fa"), "日&lt;日&gt;日");
  EXPECT_EQ(text_of_rtf("<b>\\'3c"), "<b><");
}

TEST(Deencapsulate, UnicodeAndWhatStandsForIt) {
  EXPECT_EQ(text_of_rtf("\\u233 ex"), "éx");
  EXPECT_EQ(text_of_rtf("\\u233\\'e9x"), "éx");
  EXPECT_EQ(text_of_rtf("\\uc2\\u233\\'c3\\'a9x"), "éx");
  EXPECT_EQ(text_of_rtf("{\\uc2\\u233 ab}\\u233 abc"), "éébc");
  EXPECT_EQ(text_of_rtf("\\uc0\\u233 abc"), "éabc");
  EXPECT_EQ(text_of_rtf("\\uc-5\\u233 abc"), "éabc");
  EXPECT_EQ(text_of_rtf("\\uc3\\u233 a\r\nbcd"), "éd");
  // Control words and symbols count as one, and a group ends it.
  EXPECT_EQ(text_of_rtf("\\u233\\~x"), "éx");
  EXPECT_EQ(text_of_rtf("\\u233\\tab x"), "éx");
  EXPECT_EQ(text_of_rtf("\\u233\\bin2 abx"), "éx");
  EXPECT_EQ(text_of_rtf("\\uc2\\u233{a}b"), "éab");
  EXPECT_EQ(text_of_rtf("{\\uc2\\u233}a"), "éa");
  EXPECT_EQ(text_of_rtf("\\u233\\u234?x"), "éêx");
}

TEST(Deencapsulate, UnicodeNumbers) {
  EXPECT_EQ(text_of_rtf("\\uc0\\u-3913 \\u61623 "), "\uF0B7\uF0B7");
  EXPECT_EQ(text_of_rtf("\\uc0\\u55357 \\u56832 "), "😀");
  EXPECT_EQ(text_of_rtf("\\uc0\\u128512 "), "😀");
  EXPECT_EQ(text_of_rtf("\\uc0\\u55357 x"), "\uFFFDx");
  EXPECT_EQ(text_of_rtf("\\uc0\\u55357 \\u55357 \\u56832 "), "\uFFFD😀");
  EXPECT_EQ(text_of_rtf("\\uc0\\u56832 x\\u55357"), "\uFFFDx\uFFFD");
  EXPECT_EQ(text_of_rtf("\\uc0\\u1114112 \\u2147483647 \\u-2147483647 "), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(text_of_rtf("\\uc0 a\\u0 \\u b\\'00"), "ab");
}

TEST(Deencapsulate, BytesOfOneCharacter) {
  const std::string_view head = "\\deff1{\\fonttbl{\\f1\\fcharset128 C;}}";
  const auto text = [&](std::string_view body) { return text_of_rtf(std::string(head) + std::string(body)); };
  EXPECT_EQ(text("\\'93\\'fa"), "日");
  EXPECT_EQ(text("\\'83A\\'83\\\\\\'83\\{"), "アソボ");
  EXPECT_EQ(text("\x93\xFA"), "日");
  EXPECT_EQ(text("\\'93{\\'fa}"), "日");
  EXPECT_EQ(text("\\'93\\par\\'fa"), "\uFFFD\r\n\uFFFD");
  EXPECT_EQ(text("a\\'93\\plain{\\f0\\'e9}b"), "a\uFFFDéb");
}

TEST(Deencapsulate, CodePageOfTheDocument) {
  const auto text = [](std::string_view head) {
    return deencapsulate(view("{\\rtf1" + std::string(head) + " \\'e8}")).value().text;
  };
  EXPECT_EQ(text(""), "è");
  EXPECT_EQ(text("\\ansi"), "è");
  EXPECT_EQ(text("\\ansi\\ansicpg1251"), "и");
  EXPECT_EQ(text("\\ansicpg1251\\ansi"), "и");
  EXPECT_EQ(text("\\mac"), "Ë");
  EXPECT_EQ(text("\\pc"), "Φ");
  EXPECT_EQ(text("\\pca"), "Þ");
  EXPECT_EQ(text("\\ansicpg0"), "è");
  EXPECT_EQ(text("\\ansicpg12345"), "è");
  EXPECT_EQ(text("\\ansicpg65001"), "\uFFFD");
}

TEST(Deencapsulate, FontTables) {
  const auto text = [](std::string_view table) {
    return text_of_rtf("{\\fonttbl" + std::string(table) + "}\\f5\\'e8");
  };
  EXPECT_EQ(text("{\\f5\\fcharset204 A;}"), "и");
  EXPECT_EQ(text("\\f4\\fcharset161 A;\\f5\\fcharset204 B;\\f6\\fcharset161 C;"), "и");
  EXPECT_EQ(text("{\\f5\\fcharset161\\cpg1251 A;}"), "и");
  EXPECT_EQ(text("{\\f5\\cpg1251\\fcharset161 A;}"), "и");
  EXPECT_EQ(text("{\\f5\\fcharset204{\\*\\fontemb{\\*\\fontfile\\cpg437 x}}\\'e8;}"), "и");
  EXPECT_EQ(text("{\\f5\\fcharset1 A;}"), "è");
  EXPECT_EQ(text("{\\f5\\fcharset2 Symbol;}"), "è");
  EXPECT_EQ(text("{\\f5\\cpg99 A;}"), "è");
  EXPECT_EQ(text("{\\f6\\fcharset204 A;}"), "è");
  EXPECT_EQ(text("{\\f5\\fcharset204 A;}{\\f5 B;}"), "è");
  EXPECT_EQ(text("{\\f-1\\fcharset204 A;}{\\f2000000000\\fcharset204 B;}"), "è");
}

}  // namespace
}  // namespace mapigate::oxrtfex
