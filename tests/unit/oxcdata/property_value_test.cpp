#include "protocol/oxcdata/property_value.hpp"

#include <gmock/gmock.h>

#include "protocol/oxcdata/restriction.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

using testing::ElementsAreArray;
using wire::expect_exact;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;
using wire::parse;
using wire::serialize;
using wire::ValueFormat;

template <ValueFormat value_format>
struct Values {
  std::vector<TaggedPropertyValue> values;
  static void fields(auto& self, auto& archive) {
    archive("Values", wire::in_format(value_format, wire::counted<wire::u32>(self.values)));
  }
};
template <ValueFormat value_format>
struct OneValue {
  TypedPropertyValue value;
  static void fields(auto& self, auto& archive) {
    archive("Value", wire::in_format(value_format, self.value));
  }
};
using RopValue = OneValue<ValueFormat::rop>;
using BookValue = OneValue<ValueFormat::address_book>;
using StreamValue = OneValue<ValueFormat::fast_transfer>;

const auto guid = *wire::Guid::from_text("{00112233-4455-6677-8899-AABBCCDDEEFF}");
// 1970-01-01.
constexpr wire::FileTime epoch{116'444'736'000'000'000};

TaggedPropertyValue tagged(std::uint16_t number, PropertyValue value) {
  return {property_tag(number, type_of(value)), std::move(value)};
}

// What the vectors hold, by the second half of their tags; the rule action has the width of its counts.
std::vector<TaggedPropertyValue> every_value(wire::Bytes rule_action) {
  const ServerId ours{true, FolderId{0x0D00'0000'0000'0001}, MessageId{0x0001'0000'0000'0001}, 7, {}};
  const ServerId theirs{false, {}, {}, 0, {0xC1, 0xC2}};
  const auto exists = operand(ExistRestriction{property_tag(0x0037, PropertyType::string)});
  return {
      tagged(0x3000, std::monostate{}),
      tagged(0x3001, wire::i16{-2}),
      tagged(0x3002, wire::i32{-3}),
      tagged(0x3003, 1.5f),
      tagged(0x3004, -2.5),
      tagged(0x3005, Currency{12345}),
      tagged(0x3006, FloatingTime{2.5}),
      tagged(0x3007, ErrorCode::not_found),
      tagged(0x3008, true),
      tagged(0x3009, wire::i64{-4}),
      tagged(0x300A, String8{"J\xF6rg"}),
      tagged(0x300B, u"J\u00F6rg"),
      tagged(0x300C, epoch),
      tagged(0x300D, guid),
      tagged(0x300E, ours),
      tagged(0x300F, theirs),
      tagged(0x3010, exists),
      tagged(0x3011, RuleActions{std::move(rule_action)}),
      tagged(0x3012, wire::Bytes{0xD1, 0xD2, 0xD3}),
      tagged(0x3013, std::vector<wire::i16>{1, -2}),
      tagged(0x3014, std::vector<wire::i32>{-3}),
      tagged(0x3015, std::vector<float>{1.5f}),
      tagged(0x3016, std::vector<double>{-2.5}),
      tagged(0x3017, std::vector<Currency>{{12345}}),
      tagged(0x3018, std::vector<FloatingTime>{{2.5}}),
      tagged(0x3019, std::vector<wire::i64>{-4}),
      tagged(0x301A, std::vector<String8>{{"a"}, {""}}),
      tagged(0x301B, std::vector<std::u16string>{u"a", u""}),
      tagged(0x301C, std::vector<wire::FileTime>{epoch}),
      tagged(0x301D, std::vector<wire::Guid>{guid}),
      tagged(0x301E, std::vector<wire::Bytes>{{0xE1}, {}}),
  };
}
const auto narrow_rule_action = from_hex("01 00 09 00 0A 00 00 00 00 00 00 00 00");
const auto wide_rule_action = from_hex("01 00 00 00 09 00 00 00 0A 00 00 00 00 00 00 00 00");

TEST(PropertyValue, EveryTypeInRopBuffers) {
  const auto bytes = hex_vector("MS-OXCDATA/2.11.1-values-rop.hex");
  EXPECT_THAT(parse<Values<ValueFormat::rop>>(bytes).value().values,
              ElementsAreArray(every_value(narrow_rule_action)));
  expect_exact<Values<ValueFormat::rop>>(bytes);
}

TEST(PropertyValue, EveryTypeInExtendedRules) {
  const auto bytes = hex_vector("MS-OXCDATA/2.11.1-values-wide.hex");
  EXPECT_THAT(parse<Values<ValueFormat::wide>>(bytes).value().values,
              ElementsAreArray(every_value(wide_rule_action)));
  expect_exact<Values<ValueFormat::wide>>(bytes);
}

TEST(PropertyValue, EveryTypeInAddressBookRequests) {
  const auto bytes = hex_vector("MS-OXCDATA/2.11.1-values-address-book.hex");
  auto expected = every_value(wide_rule_action);
  expected.push_back({property_tag(0x301F, PropertyType::string), std::monostate{}});
  EXPECT_THAT(parse<Values<ValueFormat::address_book>>(bytes).value().values, ElementsAreArray(expected));
  expect_exact<Values<ValueFormat::address_book>>(bytes);
}

TEST(PropertyValue, TypesOfFastTransferStreams) {
  const auto bytes = hex_vector("MS-OXCDATA/2.11.1-values-fast-transfer.hex");
  const auto every = every_value({});
  const auto number = [&](std::uint16_t wanted) {
    return *std::ranges::find(every, wanted, [](const auto& value) { return id_of(value.tag); });
  };
  const std::vector<TaggedPropertyValue> expected{
      number(0x3001), number(0x3008), tagged(0x3020, Object{{0xF1, 0xF2, 0xF3}}),
      number(0x300A), number(0x300B), number(0x300E),
      number(0x300F), number(0x3012), number(0x3014),
      number(0x301A), number(0x301B), number(0x301D),
      number(0x301E),
  };
  EXPECT_THAT(parse<Values<ValueFormat::fast_transfer>>(bytes).value().values, ElementsAreArray(expected));
  expect_exact<Values<ValueFormat::fast_transfer>>(bytes);
}

TEST(PropertyValue, TerminatorsInStreamsMayBeMissing) {
  const auto value = [](const char* hex) { return parse<StreamValue>(from_hex(hex)).value().value.value; };
  EXPECT_EQ(value("1E 00 01 00 00 00 61"), PropertyValue(String8{"a"}));
  EXPECT_EQ(value("1E 00 04 00 00 00 61 00 62 00"), PropertyValue(String8{"a"}));
  EXPECT_EQ(value("1F 00 02 00 00 00 61 00"), PropertyValue(u"a"));
  EXPECT_EQ(value("1F 10 02 00 00 00 00 00 00 00 02 00 00 00 61 00"),
            PropertyValue(std::vector<std::u16string>{u"", u"a"}));
  const auto empty = parse<StreamValue>(from_hex("1F 00 00 00 00 00")).value();
  EXPECT_EQ(empty.value.value, PropertyValue(u""));
  EXPECT_EQ(serialize(empty).value(), from_hex("1F 00 02 00 00 00 00 00"));
  // Half a character.
  EXPECT_EQ(parse<StreamValue>(from_hex("1F 00 03 00 00 00 61 00 00")).error().fault, Fault::trailing);
}

TEST(PropertyValue, TypeOfEachAlternative) {
  for (const auto& value : every_value({})) {
    EXPECT_EQ(type_of(value.value), type_of(value.tag)) << name(type_of(value.tag));
    EXPECT_NE(name(type_of(value.tag)), "");
  }
  EXPECT_EQ(type_of(PropertyValue{Object{}}), PropertyType::object);
  EXPECT_EQ(name(PropertyType::multiple_binary), "PtypMultipleBinary");
  EXPECT_EQ(name(static_cast<PropertyType>(0x00FF)), "");
}

TEST(PropertyValue, TypeOutsideTheTableIsInvalid) {
  for (const auto* text : {"FF 00 01", "0C 00 01", "0B 10 01 00 00 00 01", "00 20 01", "00 00 00 00 01"}) {
    const auto value = parse<RopValue>(from_hex(text));
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().fault, Fault::invalid) << text;
  }
}

// A value of no type of its own says its type in front.
TEST(PropertyValue, UnspecifiedIsFollowedByTheType) {
  const auto bytes = from_hex("00 00 03 00 05 00 00 00");
  EXPECT_EQ(parse<RopValue>(bytes).value().value, (TypedPropertyValue{PropertyType::unspecified, 5}));
  expect_exact<RopValue>(bytes);
}

// MS-OXCDATA section 2.11.1.3: MultivalueInstance.
TEST(PropertyValue, ColumnOfMultivalueInstancesHoldsOneValue) {
  const auto bytes = from_hex("1F 30 61 00 00 00");
  EXPECT_EQ(parse<RopValue>(bytes).value().value.value, PropertyValue(u"a"));
  expect_exact<RopValue>(bytes);
  EXPECT_EQ(single_type(PropertyType::multiple_string), PropertyType::multiple_string);
  EXPECT_EQ(single_type(static_cast<PropertyType>(0x3102)), PropertyType::binary);
}

TEST(PropertyValue, AnyByteButZeroIsTrue) {
  EXPECT_EQ(parse<RopValue>(from_hex("0B 00 02")).value().value.value, PropertyValue(true));
  EXPECT_EQ(parse<StreamValue>(from_hex("0B 00 00 01")).value().value.value, PropertyValue(true));
  EXPECT_EQ(parse<StreamValue>(from_hex("0B 00 00 00")).value().value.value, PropertyValue(false));
}

TEST(PropertyValue, AbsentElementsOfAddressBookValuesAreEmpty) {
  EXPECT_EQ(parse<BookValue>(from_hex("1F 10 01 02 00 00 00 00 01 61 00 00 00")).value().value.value,
            PropertyValue(std::vector<std::u16string>{u"", u"a"}));
  EXPECT_EQ(parse<BookValue>(from_hex("02 11 FF 01 00 00 00 00")).value().value.value,
            PropertyValue(std::vector<wire::Bytes>{{}}));
  expect_exact<BookValue>(from_hex("1F 10 00"));
}

TEST(PropertyValue, OnlyStreamsCarryObjects) {
  EXPECT_EQ(parse<RopValue>(from_hex("0D 00 00 00 00 00")).error().fault, Fault::invalid);
  EXPECT_EQ(parse<BookValue>(from_hex("0D 00 00 00 00 00")).error().fault, Fault::invalid);
  EXPECT_FALSE(serialize(RopValue{{PropertyType::object, Object{}}}));
}

TEST(PropertyValue, StreamsCarryNoRestrictionsAndRuleActions) {
  EXPECT_EQ(parse<StreamValue>(from_hex("FD 00 08 1F 00 37 00")).error().fault, Fault::invalid);
  EXPECT_EQ(parse<StreamValue>(from_hex("FE 00 00 00 00 00")).error().fault, Fault::invalid);
}

TEST(PropertyValue, MustBeOfItsTypeToBeWritten) {
  EXPECT_EQ(serialize(RopValue{{PropertyType::integer32, wire::i64{1}}}).error().fault, Fault::invalid);
  EXPECT_EQ(serialize(RopValue{{PropertyType::restriction, RestrictionValue{}}}).error().fault,
            Fault::invalid);
  EXPECT_EQ(serialize(RopValue{{PropertyType::string, std::monostate{}}}).error().fault, Fault::invalid);
}

TEST(PropertyValue, BinaryMustFitItsCount) {
  EXPECT_EQ(serialize(RopValue{{PropertyType::binary, wire::Bytes(0x10000)}}).error().fault, Fault::too_long);
  EXPECT_TRUE(serialize(RopValue{{PropertyType::binary, wire::Bytes(0xFFFF)}}));
  EXPECT_TRUE(serialize(BookValue{{PropertyType::binary, wire::Bytes(0x10000)}}));
}

TEST(PropertyValue, ServerIdFillsItsCount) {
  // 20 and 22 bytes where Ours says 21.
  EXPECT_EQ(parse<RopValue>(from_hex("FB 00 14 00 01")).error().fault, Fault::truncated);
  auto longer = from_hex("FB 00 16 00 01");
  longer.resize(longer.size() + 21);
  EXPECT_EQ(parse<RopValue>(longer).error().fault, Fault::trailing);
  EXPECT_EQ(parse<RopValue>(from_hex("FB 00 00 00")).error().fault, Fault::truncated);
}

TEST(PropertyValue, RuleActionsEndWhereTheirCountsSay) {
  EXPECT_EQ(parse<RopValue>(from_hex("FE 00 00 00")).value().value.value, PropertyValue(RuleActions{{0, 0}}));
  EXPECT_EQ(parse<RopValue>(from_hex("FE 00 02 00 01 00 AA")).error().fault, Fault::truncated);
  EXPECT_EQ(parse<RopValue>(from_hex("FE 00 FF FF 00 00")).error().fault, Fault::truncated);
  EXPECT_EQ(parse<RopValue>(from_hex("FE 00 01 00 FF FF AA")).error().fault, Fault::truncated);
}

// A count that each element could meet with one byte, for elements that are far larger in memory.
TEST(PropertyValue, ManySmallElementsTakeBoundedMemory) {
  auto bytes = from_hex("1F 10 FF 00 00 04 00");
  bytes.resize(bytes.size() + 0x40000);
  const wire::PeakMemory peak;
  EXPECT_TRUE(parse<BookValue>(bytes));
  EXPECT_LT(peak.bytes(), 256 * bytes.size());
}

}  // namespace
}  // namespace mapigate::oxcdata
