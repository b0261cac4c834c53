#include <gmock/gmock.h>

#include "protocol/oxrtfex/encapsulate.hpp"
#include "tests/unit/oxrtfex/rtf_text.hpp"

namespace mapigate::oxrtfex {
namespace {

using wire::Fault;

std::string repeated(std::string_view piece, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += piece;
  return all;
}

TEST(HostileRtf, DepthIsLimited) {
  const auto rtf = [](std::size_t depth) {
    return "{\\rtf1 " + repeated("{", depth - 1) + "x" + repeated("}", depth);
  };
  EXPECT_EQ(deencapsulate(view(rtf(default_max_depth))).value().text, "x");
  const auto result = deencapsulate(view(rtf(default_max_depth + 1)));
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().fault, Fault::limit);
  EXPECT_EQ(result.error().offset, 7 + default_max_depth);
  EXPECT_EQ(visible_text(view(rtf(3)), 2).error().fault, Fault::limit);
  EXPECT_TRUE(visible_text(view(rtf(3)), 3));
}

// Groups within one that is skipped are not kept, so that they may be as deep as they like.
TEST(HostileRtf, SkippedGroupsTakeNoMemory) {
  const auto deep = repeated("{", 1'000'000) + repeated("}", 1'000'000);
  EXPECT_EQ(text_of_rtf("a{\\*\\unknown " + deep + "}b"), "ab");
  EXPECT_EQ(text_of_rtf("a{\\fonttbl" + deep + "}b"), "ab");
  EXPECT_EQ(text_of_rtf("a{\\info" + deep.substr(0, 1'000'000)), "a");
}

// Each of these would take very long if any of it took more than linear time.
TEST(HostileRtf, TimeIsLinear) {
  constexpr std::size_t many = 100'000;
  std::string fonts;
  for (std::size_t i = 0; i < many; ++i) fonts += "\\f" + std::to_string(i % 40'000) + "\\fcharset204 ";
  EXPECT_EQ(text_of_rtf("{\\fonttbl" + fonts + "}x"), "x");
  std::string pages;
  for (std::size_t i = 0; i < many; ++i) {
    pages += "{\\fonttbl\\f0\\cpg" + std::to_string(i % 65'536) + "}\\'41";
  }
  EXPECT_EQ(text_of_rtf(pages), std::string(many, 'A'));
  EXPECT_EQ(text_of_rtf("{\\fonttbl{\\f1\\fcharset128;}}\\f1" + repeated("\\'93", 2 * many + 1)).size(),
            text_of_rtf("{\\fonttbl{\\f1\\fcharset128;}}\\f1" + repeated("\\'93", 2 * many)).size() + 3);
  EXPECT_EQ(text_of_rtf(repeated("\\uc2000000000\\u65", many)), std::string(many, 'A'));
  EXPECT_EQ(text_of_rtf(repeated("{}", many)), "");
  EXPECT_EQ(text_of_rtf("\\" + std::string(many, 'a') + " x"), "x");
  EXPECT_EQ(text_of_rtf("\\u" + std::string(many, '9') + "?x"), "\uFFFDx");
}

TEST(HostileRtf, HtmlOfOneKind) {
  constexpr std::size_t many = 30'000;
  for (const auto* piece :
       {"<",        "</",       "<!--", "<a href='", "&",   "&#",   "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "<script>", "</script", "<b>",  "</b>",      "<p>", "<li>", "<td>",
        "<pre> ",   "\n",       "\\",   "{",         "}",   "\r",   "<title></titl",
        "\xFF",     "€"}) {
    const auto html = repeated(piece, many);
    const auto rtf = encapsulate_html(html);
    EXPECT_LE(rtf.size(), 60 * html.size() + 256) << piece;
    const auto again = deencapsulate(rtf).value().text;
    if (*piece != '\xFF') {
      EXPECT_EQ(again, html) << piece;
    }
  }
}

}  // namespace
}  // namespace mapigate::oxrtfex
