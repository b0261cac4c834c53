#include "protocol/oxocfg/dictionary.hpp"

#include <gtest/gtest.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocfg {
namespace {

using xml::ParseError;

std::string with_data(std::string_view data) {
  return "<UserConfiguration><Info version=\"a.1\"/><Data>" + std::string(data) +
         "</Data></UserConfiguration>";
}

ParseError error_of(std::string_view document) { return parse_dictionary(document).error(); }

TEST(Dictionary, AsOutlookWritesIt) {
  const auto dictionary = parse_dictionary(wire::vector_text("MS-OXOCFG/2.2.5.1-dictionary.xml")).value();
  EXPECT_EQ(dictionary.version, "Outlook.12");
  ASSERT_EQ(dictionary.entries.size(), 4u);
  EXPECT_EQ(dictionary.entries[0],
            (DictionaryEntry{DictionaryText::of("piAutoProcess"), DictionaryText::of(true)}));
  EXPECT_EQ(dictionary.entries[1],
            (DictionaryEntry{DictionaryText::of("piRemindDefault"), DictionaryText::of(15)}));
  EXPECT_EQ(dictionary.find("piReminderUpgradeTime")->integer32(), 212'864'507);
  EXPECT_EQ(dictionary.find("OLPrefsVersion")->integer32(), 1);
  EXPECT_EQ(dictionary.find("olprefsversion"), nullptr);
}

TEST(Dictionary, Written) {
  Dictionary dictionary{
      "Mapigate.1",
      {{DictionaryText::of("a"), DictionaryText::of(false)},
       {DictionaryText::of("b-c"), DictionaryText::of(-5)},
       {DictionaryText{static_cast<DictionaryType>(64), "d"}, DictionaryText::of("<\"&\n ")}}};
  const auto document = write_dictionary(dictionary);
  EXPECT_EQ(document,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><UserConfiguration xmlns=\"dictionary.xsd\">"
            "<Info version=\"Mapigate.1\"/><Data><e k=\"18-a\" v=\"3-False\"/><e k=\"18-b-c\" v=\"9--5\"/>"
            "<e k=\"64-d\" v=\"18-&lt;&quot;&amp;&#10; \"/></Data></UserConfiguration>");
  EXPECT_EQ(parse_dictionary(document).value(), dictionary);
}

TEST(Dictionary, TypedTexts) {
  EXPECT_EQ(DictionaryText::of(true).boolean(), true);
  EXPECT_EQ(DictionaryText::of(false).boolean(), false);
  EXPECT_EQ((DictionaryText{DictionaryType::boolean, "true"}).boolean(), std::nullopt);
  EXPECT_EQ((DictionaryText{DictionaryType::string, "True"}).boolean(), std::nullopt);
  EXPECT_EQ((DictionaryText{DictionaryType::integer32, "2147483647"}).integer32(), 2'147'483'647);
  EXPECT_EQ((DictionaryText{DictionaryType::integer32, "2147483648"}).integer32(), std::nullopt);
  EXPECT_EQ((DictionaryText{DictionaryType::integer32, "1 "}).integer32(), std::nullopt);
  EXPECT_EQ((DictionaryText{DictionaryType::integer32, ""}).integer32(), std::nullopt);
  EXPECT_EQ((DictionaryText{DictionaryType::string, "1"}).integer32(), std::nullopt);
}

TEST(Dictionary, NamespacesAndPrefixesDoNotMatter) {
  const auto dictionary = parse_dictionary(
      "<d:UserConfiguration xmlns:d=\"Dictionary.xsd\"><d:Info version=\"a.1\"/><d:Data><d:e k=\"18-x\" "
      "v=\"9-1\"/>"
      "<unknown/></d:Data></d:UserConfiguration>");
  EXPECT_EQ(dictionary.value().find("x")->integer32(), 1);
}

TEST(Dictionary, SchemaOfTheSection) {
  EXPECT_TRUE(parse_dictionary(with_data("")).value().entries.empty());
  EXPECT_EQ(error_of("<Other><Info/><Data/></Other>"), ParseError::schema);
  EXPECT_EQ(error_of("<UserConfiguration><Data/></UserConfiguration>"), ParseError::schema);
  EXPECT_EQ(error_of("<UserConfiguration><Info/></UserConfiguration>"), ParseError::schema);
  for (const auto* entry :
       {"<e/>", "<e k='18-a'/>", "<e k='18-a' v='1'/>", "<e k='a' v='9-1'/>", "<e k='-a' v='9-1'/>",
        "<e k='x-a' v='9-1'/>", "<e k='18-a' v='99999999999-1'/>", "<e k='18-a' v='-9-1'/>"}) {
    EXPECT_EQ(error_of(with_data(entry)), ParseError::schema) << entry;
  }
  EXPECT_EQ(error_of(with_data("<e k='18-a' v='9-1'/><e k='18-a' v='9-2'/>")), ParseError::schema);
  EXPECT_TRUE(parse_dictionary(with_data("<e k='18-a' v='9-1'/><e k='9-a' v='9-2'/>")));
}

TEST(Dictionary, Hostile) {
  EXPECT_EQ(error_of(""), ParseError::malformed);
  EXPECT_EQ(error_of("<!DOCTYPE a [<!ENTITY b \"c\">]>" + with_data("")), ParseError::dtd);
  EXPECT_EQ(error_of(with_data("<e k='18-a' v='18-&b;'/>")), ParseError::malformed);
  EXPECT_EQ(error_of(with_data("<a><a><a><a><a><a><a><a>")), ParseError::too_deep);
  std::string entries;
  for (int i = 0; i < 8192; ++i) entries += "<e k='18-" + std::to_string(i) + "' v='3-True'/>";
  EXPECT_EQ(parse_dictionary(with_data(entries)).value().entries.size(), 8192u);
  EXPECT_EQ(error_of(with_data(entries + "<e k='18-x' v='9-1'/>")), ParseError::too_many);
  EXPECT_EQ(error_of(with_data(std::string(512 * 1024, ' '))), ParseError::too_large);
}

}  // namespace
}  // namespace mapigate::oxocfg
