#include "protocol/xml/writer.hpp"

#include <gtest/gtest.h>

#include "protocol/xml/reader.hpp"

namespace mapigate::xml {
namespace {

using namespace std::string_literals;

std::string escaped(std::string_view text) {
  std::string out;
  append_escaped(out, text);
  return out;
}

TEST(Writer, Elements) {
  Writer writer(64);
  writer.raw("<a b=\"");
  writer.text("\"1\"");
  writer.raw("\">");
  writer.element("c", "<2>");
  writer.element("d", "");
  writer.optional("e", "");
  writer.optional("f", "3");
  writer.close("a");
  EXPECT_EQ(writer.take(), "<a b=\"&quot;1&quot;\"><c>&lt;2&gt;</c><d></d><f>3</f></a>");
}

TEST(Text, MarkupAndWhiteSpaceBecomeReferences) {
  EXPECT_EQ(escaped("plain text"), "plain text");
  EXPECT_EQ(escaped("&<>\"'\t\n\r"), "&amp;&lt;&gt;&quot;&apos;&#9;&#10;&#13;");
  EXPECT_EQ(escaped("\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST(Text, WhatXmlCannotCarryBecomesTheReplacementCharacter) {
  const std::string replacement = "\xEF\xBF\xBD";
  EXPECT_EQ(escaped("a\0b"s), "a" + replacement + "b");
  EXPECT_EQ(escaped("\x1F"), replacement);
  EXPECT_EQ(escaped("\xFF"), replacement);
  EXPECT_EQ(escaped("\xC0\xAF"), replacement + replacement);                    // overlong
  EXPECT_EQ(escaped("\xED\xA0\x80"), replacement + replacement + replacement);  // a surrogate
  EXPECT_EQ(escaped("\xE2\x82"), replacement + replacement);                    // cut off
}

TEST(Text, ValidPrefix) {
  EXPECT_EQ(valid_prefix(""), 0u);
  EXPECT_EQ(valid_prefix("a\t\xC3\xA9"), 4u);
  EXPECT_EQ(valid_prefix("ab\x01"
                         "cd"),
            2u);
  EXPECT_EQ(valid_prefix("ab\xC3"), 2u);
  EXPECT_EQ(valid_prefix("\xEF\xBF\xBF"), 0u);  // U+FFFF
}

TEST(Text, WhatIsEscapedIsReadBackTheSame) {
  const std::string text = "&<>\"' \t\r\n ]]> &amp; \xF0\x9F\x98\x80";
  Writer writer(0);
  writer.raw("<a b=\"");
  writer.text(text);
  writer.raw("\"/>");
  const auto document = read(writer.take(), Limits{}).value();
  EXPECT_EQ(document.document_element().attribute("b").value(), text);
}

}  // namespace
}  // namespace mapigate::xml
