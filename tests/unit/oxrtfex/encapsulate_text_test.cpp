#include <gmock/gmock.h>

#include "protocol/oxrtfex/encapsulate.hpp"
#include "tests/unit/oxrtfex/rtf_text.hpp"

namespace mapigate::oxrtfex {
namespace {

std::string rtf_body(std::string_view text) {
  const auto rtf = string_of(encapsulate_text(text));
  const std::string_view head =
      "{\\rtf1\\ansi\\ansicpg1252\\fromtext \\deff0{\\fonttbl{\\f0\\fmodern\\fcharset0 Courier New;}}\r\n"
      "\\uc1\\pard\\plain\\deftab360 \\f0\\fs20 ";
  EXPECT_TRUE(rtf.starts_with(head));
  EXPECT_TRUE(rtf.ends_with("}"));
  return rtf.substr(head.size(), rtf.size() - head.size() - 1);
}

TEST(EncapsulateText, Rtf) {
  EXPECT_EQ(rtf_body(""), "");
  EXPECT_EQ(rtf_body("a {b} \\c\r\n\r\n\td"), "a \\{b\\} \\\\c\\par\r\n\\par\r\n\\tab d");
  EXPECT_EQ(rtf_body("é€😀"), "\\u233?\\u8364?\\u-10179?\\u-8704?");
  EXPECT_EQ(rtf_body("\x01\x7F"), "\\'01\\'7f");
  EXPECT_EQ(rtf_body("\xFFx\xC3"), "\\u-3?x\\u-3?");
  EXPECT_EQ(rtf_body(std::string_view("a\0b", 3)), "ab");
}

TEST(EncapsulateText, ComesOutAsItWas) {
  for (const std::string text :
       {"", " ", "  leading and trailing  ", "one\r\n", "\r\none\r\n\r\ntwo", "\ttab\tab", "{\\rtf1 not rtf}",
        "<b>&amp;</b>", "Grüße, Привет, 日本語, שלום, 😀 \U0010FFFF", "back\\slash \\par \\'e9 \\u233?",
        "x\x01\x1F\x7Fy\x0By\x0Cz", "\u00A0\u00AD\u2011\u200D\uFEFF\uFFFD"}) {
    const auto result = deencapsulate(encapsulate_text(text)).value();
    EXPECT_EQ(result.original, Original::text);
    EXPECT_EQ(result.text, text);
    EXPECT_EQ(visible_text(encapsulate_text(text)).value(), text);
  }
}

TEST(EncapsulateText, LineEndsBecomeCrlf) {
  const auto text = [](std::string_view before) {
    return deencapsulate(encapsulate_text(before)).value().text;
  };
  EXPECT_EQ(text("a\nb\n"), "a\r\nb\r\n");
  EXPECT_EQ(text("a\rb\r"), "a\r\nb\r\n");
  EXPECT_EQ(text("a\r\r\n\nb"), "a\r\n\r\n\r\nb");
}

}  // namespace
}  // namespace mapigate::oxrtfex
