#include "protocol/oxrtfex/html_fragments.hpp"

#include <gmock/gmock.h>

#include "protocol/oxrtfex/character_references.hpp"
#include "protocol/oxrtfex/html_elements.hpp"

namespace mapigate::oxrtfex {
namespace {

// Fragments with a letter before each: t text, s space, r reference, b and e begin and end tag, h hidden.
std::string fragments_of(std::string_view html) {
  std::string all;
  std::string together;
  HtmlFragments fragments(html);
  for (auto fragment = fragments.next(); fragment.kind != HtmlFragment::Kind::end;
       fragment = fragments.next()) {
    if (!all.empty()) all += '|';
    all += "-tsrbeh"[static_cast<int>(fragment.kind)];
    all += fragment.html;
    together += fragment.html;
  }
  EXPECT_EQ(together, html);
  return all;
}

TEST(HtmlFragments, TextAndSpace) {
  EXPECT_EQ(fragments_of(""), "");
  EXPECT_EQ(fragments_of("a b\r\n\tc"), "ta|s |tb|s\r\n\t|tc");
  EXPECT_EQ(fragments_of("1 < 2 <3 <"), "t1|s |t<|s |t2|s |t<3|s |t<");
  EXPECT_EQ(fragments_of("a<<b>"), "ta|t<|b<b>");
}

TEST(HtmlFragments, References) {
  EXPECT_EQ(fragments_of("a&amp;b&#65;&#x41;&#X41;"), "ta|r&amp;|tb|r&#65;|r&#x41;|r&#X41;");
  EXPECT_EQ(fragments_of("AT&T&nbsp &;&#;&#x;&"), "tAT|t&T|t&nbsp|s |t&;|t&#;|t&#x;|t&");
  EXPECT_EQ(fragments_of("&CounterClockwiseContourIntegral;&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;"),
            "r&CounterClockwiseContourIntegral;|t&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;");
}

TEST(HtmlFragments, Tags) {
  EXPECT_EQ(fragments_of("<b>x</b>"), "b<b>|tx|e</b>");
  EXPECT_EQ(fragments_of("<a href=\"x>y\" title='>'>z"), "b<a href=\"x>y\" title='>'>|tz");
  EXPECT_EQ(fragments_of("<a href = \">\" b>z"), "b<a href = \">\" b>|tz");
  // Quotation marks are special only where a value begins.
  EXPECT_EQ(fragments_of("<a \">z"), "b<a \">|tz");
  EXPECT_EQ(fragments_of("<a b=c\">z"), "b<a b=c\">|tz");
  EXPECT_EQ(fragments_of("<a b=>z"), "b<a b=>|tz");
  EXPECT_EQ(fragments_of("<br/><o:p></o:p>"), "b<br/>|b<o:p>|e</o:p>");
  EXPECT_EQ(fragments_of("<a href='x"), "b<a href='x");
  EXPECT_EQ(fragments_of("<a"), "b<a");
}

TEST(HtmlFragments, Names) {
  const auto name = [](std::string_view html) { return HtmlFragments(html).next().name; };
  EXPECT_EQ(name("<Br/>"), "Br");
  EXPECT_EQ(name("</p >"), "p");
  EXPECT_EQ(name("<h1\nx>"), "h1");
  EXPECT_EQ(name("<a"), "a");
}

TEST(HtmlFragments, CommentsAndDeclarations) {
  EXPECT_EQ(fragments_of("<!DOCTYPE html>x<!-- <b> --> y-->z"),
            "h<!DOCTYPE html>|tx|h<!-- <b> -->|s |ty-->z");
  EXPECT_EQ(fragments_of("<!--><b><!---><b>"), "h<!-->|b<b>|h<!--->|b<b>");
  EXPECT_EQ(fragments_of("<![if !x]>y<![endif]>"), "h<![if !x]>|ty|h<![endif]>");
  EXPECT_EQ(fragments_of("<?xml a?>b</>c</3>d"), "h<?xml a?>|tb|h</>|tc|h</3>|td");
  EXPECT_EQ(fragments_of("a<!-- b"), "ta|h<!-- b");
  EXPECT_EQ(fragments_of("a<! b"), "ta|h<! b");
}

TEST(HtmlFragments, RawText) {
  EXPECT_EQ(fragments_of("<script>if (a<b) c(\"</b>\")</SCRIPT >d"),
            "b<script>|hif (a<b) c(\"</b>\")|e</SCRIPT >|td");
  EXPECT_EQ(fragments_of("<style></style><title>a &amp; b</title>"),
            "b<style>|e</style>|b<title>|ha &amp; b|e</title>");
  EXPECT_EQ(fragments_of("<script></scriptx></script>"), "b<script>|h</scriptx>|e</script>");
  EXPECT_EQ(fragments_of("<script>a"), "b<script>|ha");
  EXPECT_EQ(fragments_of("<script>a</script"), "b<script>|ha|e</script");
  EXPECT_EQ(fragments_of("</script>a"), "e</script>|ta");
}

TEST(CharacterReferences, Known) {
  EXPECT_EQ(referenced_character("&nbsp;"), U'\u00A0');
  EXPECT_EQ(referenced_character("&AElig;"), U'Æ');
  EXPECT_EQ(referenced_character("&zwnj;"), 0x200Cu);
  EXPECT_EQ(referenced_character("&apos;"), U'\'');
  EXPECT_EQ(referenced_character("&#8364;"), U'€');
  EXPECT_EQ(referenced_character("&#x20aC;"), U'€');
  EXPECT_EQ(referenced_character("&#X10FFFF;"), 0x10FFFFu);
}

TEST(CharacterReferences, NotKnown) {
  for (const auto* reference : {"&Nbsp;", "&nosuch;", "&a;", "&zz;", "&#0;", "&#xD800;", "&#xDFFF;",
                                "&#x110000;", "&#99999999999999999999;"}) {
    EXPECT_EQ(referenced_character(reference), 0u) << reference;
  }
}

TEST(HtmlElements, Found) {
  EXPECT_EQ(html_element("STRONG").format, HtmlElement::Format::bold);
  EXPECT_EQ(html_element("p").line_ends, 2);
  EXPECT_EQ(html_element("blockquote").line_ends, 2);
  EXPECT_EQ(html_element("span").name, "");
  EXPECT_EQ(html_element("blockquotes").name, "");
  EXPECT_EQ(html_element("").name, "");
}

}  // namespace
}  // namespace mapigate::oxrtfex
