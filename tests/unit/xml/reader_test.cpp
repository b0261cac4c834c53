#include "protocol/xml/reader.hpp"

#include <gtest/gtest.h>

namespace mapigate::xml {
namespace {

pugi::xml_document tree(std::string_view document) { return read(document, Limits{}).value(); }

TEST(Reader, NamesWithoutPrefixAndCase) {
  EXPECT_EQ(local_name("s:Envelope"), "Envelope");
  EXPECT_EQ(local_name("Envelope"), "Envelope");
  const auto document = tree("<a:Root><!-- item --><b:ITEM>1</b:ITEM><item>2</item></a:Root>");
  const auto root = document.document_element();
  EXPECT_TRUE(is_named(root, "root"));
  EXPECT_FALSE(is_named(root, "roots"));
  EXPECT_FALSE(is_named({}, ""));
  EXPECT_STREQ(child(root, "Item").text().get(), "1");
  EXPECT_FALSE(child(root, "other"));
  EXPECT_FALSE(child({}, "item"));
}

TEST(Reader, NamespaceIsWhatThePrefixIsBoundTo) {
  const auto document =
      tree("<a xmlns='urn:1' xmlns:p='urn:2'><p:b/><c xmlns='urn:3' xmlns:p='urn:4'><p:d/><e/></c></a>");
  const auto root = document.document_element();
  EXPECT_EQ(namespace_of(root), "urn:1");
  EXPECT_EQ(namespace_of(child(root, "b")), "urn:2");
  EXPECT_EQ(namespace_of(child(child(root, "c"), "d")), "urn:4");
  EXPECT_EQ(namespace_of(child(child(root, "c"), "e")), "urn:3");
  EXPECT_EQ(namespace_of(tree("<q:a/>").document_element()), "");
  EXPECT_EQ(namespace_of(tree("<a/>").document_element()), "");
}

TEST(Reader, TextIsTrimmedAndLimited) {
  const auto document = tree("<a> \n one<b>not this</b> <![CDATA[&two]]>\t</a>");
  EXPECT_EQ(text_of(document.document_element()).value(), "one&two");
  EXPECT_EQ(text_of(tree("<a>12345</a>").document_element(), 5).value(), "12345");
  EXPECT_EQ(text_of(tree("<a>12345</a>").document_element(), 4).error(), ParseError::too_large);
}

TEST(Reader, TextOfAChild) {
  const auto document = tree("<a><b>1</b><b>2</b><c>" + std::string(2049, 'x') + "</c></a>");
  const auto root = document.document_element();
  std::string text;
  EXPECT_TRUE(read_text(root, "b", text));
  EXPECT_EQ(text, "1");
  std::string absent;
  EXPECT_TRUE(read_text(root, "d", absent));
  EXPECT_EQ(absent, "");
  EXPECT_FALSE(read_text(root, "c", absent));
}

}  // namespace
}  // namespace mapigate::xml
