#include "gateway/mapi/text.hpp"

#include <gmock/gmock.h>

namespace mapigate::mapi {
namespace {

using oxcdata::ErrorCode;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using oxcdata::String8;
using oxcdata::TaggedPropertyValue;

constexpr auto subject8 = oxcdata::property_tag(0x0037, PropertyType::string8);
constexpr auto subject = oxcdata::property_tag(0x0037, PropertyType::string);

MailboxSession session_of(wire::u32 code_page) {
  MailboxSession session;
  session.default_code_page = code_page;
  return session;
}

TEST(Text, IsConvertedByTheCodePageOfTheSession) {
  const MailboxSession russian = session_of(1251);
  EXPECT_EQ(to_unicode(russian, String8{"\xCF\xF0"}), u"Пр");
  EXPECT_EQ(to_unicode(russian, std::u16string(u"Пр")), u"Пр");
  EXPECT_EQ(std::get<String8>(to_text(russian, u"Пр", false)).bytes, "\xCF\xF0");
  EXPECT_EQ(std::get<std::u16string>(to_text(russian, u"Пр", true)), u"Пр");
}

TEST(Text, OfAnUnknownCodePageIsWestern) {
  EXPECT_EQ(code_page_of(session_of(0)), 1252u);
  EXPECT_EQ(code_page_of(session_of(1200)), 1252u) << "UTF-16 has no eight-bit characters";
  EXPECT_EQ(to_unicode("\xE9", 0xFFFF), u"é");
}

TEST(Text, EndsAtAZero) {
  const std::u16string text(u"ab\0cd", 5);
  EXPECT_EQ(until_zero(text), u"ab");
  EXPECT_EQ(to_string8(text, 1252).bytes, "ab");
  EXPECT_EQ(as_wanted(text, {}), PropertyValue(std::u16string(u"ab")));
}

TEST(Text, TypesHaveUnicodeOnes) {
  EXPECT_EQ(unicode_type(PropertyType::string8), PropertyType::string);
  EXPECT_EQ(unicode_type(PropertyType::multiple_string8), PropertyType::multiple_string);
  EXPECT_EQ(unicode_type(PropertyType(0x301E)), PropertyType(0x301F)) << "MultivalueInstance";
  EXPECT_EQ(unicode_type(PropertyType::string), PropertyType::string);
  EXPECT_EQ(unicode_type(PropertyType::integer32), PropertyType::integer32);
  EXPECT_EQ(unicode_tag(subject8), subject);
}

TEST(Text, ValuesBecomeUnicode) {
  PropertyValue value = std::vector<String8>{{"\xE9"}, {"b"}};
  make_unicode(value, 1252);
  EXPECT_EQ(value, PropertyValue(std::vector<std::u16string>{u"é", u"b"}));
  TaggedPropertyValue tagged{subject8, String8{"\xE9"}};
  make_unicode(tagged, 1252);
  EXPECT_EQ(tagged, (TaggedPropertyValue{subject, std::u16string(u"é")}));
}

TEST(Text, RestrictionsBecomeUnicodeToTheirDepth) {
  oxcdata::PropertyRestriction equal;
  equal.rel_op = oxcdata::RelOp::equal;
  equal.property_tag = subject8;
  equal.tagged_value = {subject8, String8{"\xE9"}};
  oxcdata::AndRestriction all;
  all.restrictions.push_back({oxcdata::ExistRestriction{subject8}});
  all.restrictions.push_back({oxcdata::NotRestriction{oxcdata::operand(equal)}});
  oxcdata::Restriction restriction{all};
  make_unicode(restriction, 1252);

  equal.property_tag = subject;
  equal.tagged_value = {subject, std::u16string(u"é")};
  oxcdata::AndRestriction expected;
  expected.restrictions.push_back({oxcdata::ExistRestriction{subject}});
  expected.restrictions.push_back({oxcdata::NotRestriction{oxcdata::operand(equal)}});
  EXPECT_EQ(restriction, oxcdata::Restriction{expected});
}

TEST(Text, ValuesAreOfTheTypeThatWasAskedFor) {
  const PropertyValue text = std::u16string(u"é");
  EXPECT_EQ(as_wanted(text, {PropertyType::string8}), PropertyValue(String8{"\xE9"}));
  EXPECT_EQ(as_wanted(text, {PropertyType::string}), text);
  EXPECT_EQ(as_wanted(text, {PropertyType::unspecified, false}), PropertyValue(String8{"\xE9"}));
  EXPECT_EQ(as_wanted(text, {PropertyType::unspecified, true}), text);
  EXPECT_EQ(as_wanted(text, {PropertyType::string, false}), text) << "only of an unspecified type";
  EXPECT_EQ(as_wanted(text, {PropertyType::binary}), PropertyValue(ErrorCode::unexpected_type));
  const PropertyValue texts = std::vector<std::u16string>{u"é"};
  EXPECT_EQ(as_wanted(texts, {PropertyType::multiple_string8}),
            PropertyValue(std::vector<String8>{{"\xE9"}}));
}

TEST(Text, IntegersOfBothSizesStandForOneAnother) {
  EXPECT_EQ(as_wanted(wire::i64{5}, {PropertyType::integer32}), PropertyValue(wire::i32{5}));
  EXPECT_EQ(as_wanted(wire::i64{1} << 40, {PropertyType::integer32}), PropertyValue(wire::i32{INT32_MAX}));
  EXPECT_EQ(as_wanted(wire::i32{-5}, {PropertyType::integer64}), PropertyValue(wire::i64{-5}));
  EXPECT_EQ(as_wanted(wire::i16{5}, {PropertyType::integer32}), PropertyValue(ErrorCode::unexpected_type));
}

}  // namespace
}  // namespace mapigate::mapi
