#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>

#include "protocol/xml/reader.hpp"

namespace mapigate::xml {
namespace {

using namespace std::string_literals;

const std::string open = "<root xmlns='urn:example'><list>";
const std::string close = "</list></root>";

// Why the document is refused; nothing when it is taken.
std::optional<ParseError> refusal(const std::string& document) {
  const auto read = xml::read(document, Limits{});
  if (read) return std::nullopt;
  return read.error();
}

// The text of the first <item> of a document that is taken.
std::string item(const std::string& document) {
  std::string text = "none";
  const auto read = xml::read(document, Limits{});
  if (read) read_text(child(read->document_element(), "list"), "item", text);
  return text;
}

std::string utf16(const std::string& ascii, bool big_endian, bool mark) {
  std::string out;
  if (mark) out += big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (char c : ascii) {
    if (big_endian) out += '\0';
    out += c;
    if (!big_endian) out += '\0';
  }
  return out;
}

TEST(Hostile, DocumentTypesAreRefused) {
  const std::string billion_laughs =
      "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;\">]>";
  const std::string external = "<!DOCTYPE r [<!ENTITY xxe SYSTEM \"file:///etc/passwd\">]>";
  const std::string parameter = "<!DOCTYPE r [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x.dtd\"> %p;]>";
  const std::string body = open + "<item>a@b.example</item>" + close;
  EXPECT_EQ(refusal(body), std::nullopt);
  for (const std::string& dtd : {billion_laughs, external, parameter, "<!DOCTYPE r>"s, "<!doctype html>"s,
                                 "<!ENTITY x 'y'>"s, "<!-- -->\n<!DOCTYPE r>"s}) {
    EXPECT_EQ(refusal(dtd + body), ParseError::dtd) << dtd;
    EXPECT_EQ(refusal(body + dtd), ParseError::dtd) << dtd;
    EXPECT_EQ(refusal(open + dtd + close), ParseError::dtd) << dtd;
    EXPECT_EQ(refusal(utf16(dtd + body, false, true)), ParseError::dtd) << dtd;
  }
}

TEST(Hostile, ReferencesOtherThanPredefinedOnesAreRefused) {
  for (const char* reference :
       {"&lol;", "&xxe;", "&#0;", "&#1;", "&#x1F;", "&#xD800;", "&#xFFFF;", "&#1114112;", "&#99999999999;",
        "&#-1;", "&#x;", "&#;", "&;", "&", "&amp", "& amp;", "&#x0000000000000000000041;"}) {
    EXPECT_EQ(refusal(open + "<item>" + reference + "</item>" + close), ParseError::malformed) << reference;
    EXPECT_EQ(refusal(open + "<item a='" + reference + "'/>" + close), ParseError::malformed) << reference;
  }
  EXPECT_EQ(item(open + "<item>&amp;&lt;&gt;&quot;&apos;&#65;&#x1F600;</item>" + close),
            "&<>\"'A\xF0\x9F\x98\x80");
}

TEST(Hostile, DeepNestingIsRefused) {
  const auto nested = [](std::size_t levels) {
    std::string body = open;
    for (std::size_t i = 0; i < levels; ++i) body += "<a>";
    for (std::size_t i = 0; i < levels; ++i) body += "</a>";
    return body + close;
  };
  EXPECT_EQ(refusal(nested(20)), std::nullopt);
  EXPECT_EQ(refusal(nested(30)), ParseError::too_deep);
  EXPECT_EQ(refusal(nested(8000)), ParseError::too_deep);
  std::string unclosed;
  for (int i = 0; i < 20'000; ++i) unclosed += "<a>";
  EXPECT_EQ(refusal(unclosed), ParseError::too_deep);
}

TEST(Hostile, ManyElementsAndAttributesAreRefused) {
  std::string elements;
  for (int i = 0; i < 2000; ++i) elements += "<a/>";
  EXPECT_EQ(refusal(open + elements + close), ParseError::too_many);
  std::string attributes;
  for (int i = 0; i < 100; ++i) attributes += " a" + std::to_string(i) + "=''";
  EXPECT_EQ(refusal(open + "<a" + attributes + "/>" + close), ParseError::too_many);
}

TEST(Hostile, LargeDocumentsAreRefused) {
  EXPECT_EQ(refusal(open + std::string(70'000, ' ') + close), ParseError::too_large);
  EXPECT_EQ(refusal(std::string(1 << 20, '<')), ParseError::too_large);
  // A large value that is not read does no harm below the document's limit.
  EXPECT_EQ(refusal(open + "<a b='" + std::string(50'000, 'x') + "'/>" + close), std::nullopt);
}

TEST(Hostile, TextThatIsNotUnicodeIsRefused) {
  const std::string address = "<item>jos\xE9@contoso.com</item>";  // ISO 8859-1
  EXPECT_EQ(refusal(open + address + close), ParseError::encoding);
  EXPECT_EQ(refusal("<?xml version='1.0' encoding='iso-8859-1'?>" + open + address + close),
            ParseError::encoding);
  for (const std::string& bytes : {"\0"s, "\x01"s, "\x0B"s, "\xC0\xAF"s, "\xED\xA0\x80"s, "\xF4\x90\x80\x80"s,
                                   "\xEF\xBF\xBE"s, "\xC3"s, "\x80"s, "\xFF"s, "\xF8\x88\x80\x80\x80"s}) {
    EXPECT_EQ(refusal(open + "<item>a" + bytes + "</item>" + close), ParseError::encoding);
  }
  EXPECT_EQ(refusal(open + close + "\0trailer"s), ParseError::encoding);
}

TEST(Hostile, Utf8AndUtf16WithAndWithoutByteOrderMarkAreTaken) {
  const std::string body = open + "<item>a@b.example</item>" + close;
  for (const std::string& bytes :
       {body, "\xEF\xBB\xBF" + body, "<?xml version=\"1.0\" encoding=\"utf-16\"?>" + body,
        utf16(body, false, true), utf16(body, true, true), utf16(body, false, false),
        utf16(body, true, false)}) {
    EXPECT_EQ(item(bytes), "a@b.example") << bytes;
  }
  EXPECT_EQ(refusal(utf16(body, false, true) + "x"), ParseError::encoding);  // half a character
  // UTF-32 is not taken.
  EXPECT_TRUE(refusal("\xFF\xFE\0\0<\0\0\0"s));
}

TEST(Hostile, WhatIsNotXmlIsRefused) {
  for (const char* body : {"",         " ",        "hello",       "<",        "<>",    "</>",
                           "<a",       "<a b='",   "<a></b>",     "<a/><b/>", "<a/>x", "x<a/>",
                           "</a>",     "<!--",     "<![CDATA[",   "<?xml",    "<?",    "<a><![CDATA[</a>",
                           "<a b=c/>", "<a>]]</a", "<a b='<'/>x", "<1/>"}) {
    const auto why = refusal(body);
    ASSERT_TRUE(why) << body;
    EXPECT_EQ(why, ParseError::malformed) << body;
  }
}

TEST(Hostile, LimitsAreThoseGiven) {
  const std::string document = "<a><b c='1' d='2'/><b/></a>";
  const Limits exact{.bytes = document.size(), .depth = 1, .elements = 3, .attributes = 2};
  const auto why = [&](const Limits& limits) { return xml::read(document, limits).error(); };
  EXPECT_TRUE(xml::read(document, exact));
  Limits less = exact;
  --less.bytes;
  EXPECT_EQ(why(less), ParseError::too_large);
  less = exact;
  --less.depth;
  EXPECT_EQ(why(less), ParseError::too_deep);
  less = exact;
  --less.elements;
  EXPECT_EQ(why(less), ParseError::too_many);
  less = exact;
  --less.attributes;
  EXPECT_EQ(why(less), ParseError::too_many);
}

TEST(Hostile, EveryErrorHasASentence) {
  for (const auto error :
       {ParseError::too_large, ParseError::encoding, ParseError::dtd, ParseError::malformed,
        ParseError::too_deep, ParseError::too_many, ParseError::schema}) {
    EXPECT_NE(to_string(error), "unknown");
  }
  EXPECT_THROW(xml::read("", Limits{}).value(), std::logic_error);
}

}  // namespace
}  // namespace mapigate::xml
