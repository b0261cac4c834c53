#include "protocol/oxcdata/restriction.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

using wire::expect_exact;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;
using wire::parse;
using wire::serialize;
using wire::ValueFormat;

template <ValueFormat value_format>
struct Formatted {
  Restriction restriction;
  static void fields(auto& self, auto& archive) {
    archive("Restriction", wire::in_format(value_format, self.restriction));
  }
};
using Wide = Formatted<ValueFormat::wide>;
using Book = Formatted<ValueFormat::address_book>;

constexpr PropertyTag tag(std::uint32_t number) { return static_cast<PropertyTag>(number); }
constexpr auto subject = tag(0x0037'001F);
constexpr auto delivery_time = tag(0x0E06'0040);
constexpr auto entry_id = tag(0x0FFF'0102);
const wire::Bytes two_bytes{0xB1, 0xB2};

TEST(Restriction, EveryKindInRopBuffers) {
  const auto bytes = hex_vector("MS-OXCDATA/2.12-restrictions-rop.hex");
  const Restriction expected{AndRestriction{{
      {OrRestriction{}},
      {NotRestriction{operand(ExistRestriction{subject})}},
      {ContentRestriction{
          fuzzy_substring, fuzzy_ignore_case | fuzzy_loose, tag(0x3905'101F), {tag(0x3905'001F), u"a"}}},
      {PropertyRestriction{RelOp::member_of_dl, entry_id, {entry_id, two_bytes}}},
      {ComparePropertiesRestriction{RelOp::less_than, delivery_time, tag(0x0039'0040)}},
      {BitMaskRestriction{BitMapRelOp::not_equal_to_zero, tag(0x0E07'0003), 1}},
      {SizeRestriction{RelOp::greater_than, tag(0x0E08'0003), 0x100000}},
      {ExistRestriction{delivery_time}},
      {SubObjectRestriction{tag(0x0E12'000D), operand(ExistRestriction{tag(0x3003'001F)})}},
      {CommentRestriction{{{tag(0x6001'0003), 7}, {tag(0x6002'000B), true}},
                          operand(ExistRestriction{subject})}},
      {CountRestriction{5, operand(CommentRestriction{})}},
  }}};
  const auto restriction = parse<Restriction>(bytes).value();
  EXPECT_EQ(restriction, expected);
  EXPECT_EQ(restriction.type(), RestrictType::and_);
  EXPECT_EQ(serialize(expected).value(), bytes);
  expect_exact<Restriction>(bytes);
}

TEST(Restriction, CountsOfExtendedRulesAreWide) {
  const auto bytes = hex_vector("MS-OXCDATA/2.12-restrictions-wide.hex");
  const Restriction expected{OrRestriction{
      {{AndRestriction{}}, {PropertyRestriction{RelOp::equal, entry_id, {entry_id, two_bytes}}}}}};
  EXPECT_EQ(parse<Wide>(bytes).value().restriction, expected);
  expect_exact<Wide>(bytes);
}

TEST(Restriction, AddressBookRequestsSayWhetherThereIsAValue) {
  const auto bytes = hex_vector("MS-OXCDATA/2.12-restrictions-address-book.hex");
  const Restriction expected{AndRestriction{{
      {PropertyRestriction{RelOp::equal, tag(0x360F'001F), {tag(0x360F'001F), u"a"}}},
      {ContentRestriction{
          fuzzy_prefix, fuzzy_ignore_case, tag(0x3001'001E), {tag(0x3001'001E), String8{"b"}}}},
      {PropertyRestriction{RelOp::not_equal, tag(0x3900'0003), {}}},
  }}};
  EXPECT_EQ(parse<Book>(bytes).value().restriction, expected);
  expect_exact<Book>(bytes);
}

// The form that MS-OXCMAPIHTTP describes, without the HasValue before TaggedValue.
TEST(Restriction, AddressBookRequestWithoutHasValueIsUnderstood) {
  const auto restriction =
      parse<Book>(from_hex("04 04 1F 00 0F 36 1F 00 0F 36 FF 61 00 00 00")).value().restriction;
  EXPECT_EQ(restriction,
            (Restriction{PropertyRestriction{RelOp::equal, tag(0x360F'001F), {tag(0x360F'001F), u"a"}}}));
}

TEST(Restriction, UnknownTypeIsInvalid) {
  const auto unknown = parse<Restriction>(from_hex("0C 00 00"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(to_string(unknown.error()), "Restriction at offset 1: invalid value");
  EXPECT_EQ(parse<Restriction>(from_hex("FF")).error().fault, Fault::invalid);
}

TEST(Restriction, DepthIsLimited) {
  // The outermost is not inside another, so that it may hold as many as max_depth.
  wire::Bytes bytes(wire::max_depth, 0x02);
  const auto exists = from_hex("08 1F 00 37 00");
  bytes.insert(bytes.end(), exists.begin(), exists.end());
  expect_exact<Restriction>(bytes);
  bytes.insert(bytes.begin(), 0x02);
  EXPECT_EQ(parse<Restriction>(bytes).error().fault, Fault::limit);
  EXPECT_EQ(parse<Restriction>(wire::Bytes(1'000'000, 0x02)).error().fault, Fault::limit);
}

// A restriction is also the value of a property, which a restriction can hold.
TEST(Restriction, DepthThroughValuesIsLimitedToo) {
  const auto level = from_hex("04 04 FD 00 01 60 FD 00 01 60");
  wire::Bytes bytes;
  for (int i = 0; i < 1000; ++i) bytes.insert(bytes.end(), level.begin(), level.end());
  EXPECT_EQ(parse<Restriction>(bytes).error().fault, Fault::limit);
}

TEST(Restriction, ManySmallOnesTakeBoundedMemory) {
  wire::Bytes bytes = from_hex("00 FF FF");
  for (int i = 0; i < 0xFFFF; ++i) bytes.insert(bytes.end(), {0x00, 0x00, 0x00});
  const wire::PeakMemory peak;
  EXPECT_TRUE(parse<Restriction>(bytes));
  EXPECT_LT(peak.bytes(), 256 * bytes.size());
}

TEST(Restriction, MissingOperandIsNotWritten) {
  EXPECT_EQ(serialize(Restriction{NotRestriction{}}).error().fault, Fault::invalid);
  EXPECT_EQ(serialize(Restriction{CommentRestriction{}}).value(), from_hex("0A 00 00"));
}

TEST(Restriction, CountsMustFit) {
  EXPECT_EQ(
      serialize(Restriction{CommentRestriction{std::vector<TaggedPropertyValue>(256), {}}}).error().fault,
      Fault::too_long);
  EXPECT_EQ(serialize(Restriction{AndRestriction{std::vector<Restriction>(0x10000)}}).error().fault,
            Fault::too_long);
  EXPECT_TRUE(serialize(Wide{{AndRestriction{std::vector<Restriction>(0x10000)}}}));
}

TEST(Restriction, ComparesWhatItHolds) {
  EXPECT_EQ(operand(ExistRestriction{subject}), operand(ExistRestriction{subject}));
  EXPECT_NE(operand(ExistRestriction{subject}), operand(ExistRestriction{entry_id}));
  EXPECT_NE(operand(ExistRestriction{subject}), RestrictionValue{});
  EXPECT_EQ(RestrictionValue{}, RestrictionValue{});
}

}  // namespace
}  // namespace mapigate::oxcdata
