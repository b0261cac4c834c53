#include "protocol/oxcdata/property_row.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

using testing::ElementsAre;
using wire::expect_exact;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;
using wire::parse;
using wire::serialize;

constexpr PropertyTag tag(std::uint32_t number) { return static_cast<PropertyTag>(number); }

template <PropertyTag... tags>
struct Row {
  static constexpr PropertyTag columns[]{tags...};
  PropertyRow row;
  static void fields(auto& self, auto& archive) { archive("PropertyRow", row_of(columns, self.row)); }
};

struct ThreeRows {
  static constexpr PropertyTag columns[]{tag(0x6748'0014), tag(0x3001'001F), tag(0x66E0'0000),
                                         tag(0x3905'301F)};
  std::vector<PropertyRow> rows;
  static void fields(auto& self, auto& archive) { archive("Rows", rows_of(3, columns, self.rows)); }
};

TEST(PropertyRow, StandardAndFlagged) {
  const auto bytes = hex_vector("MS-OXCDATA/2.8.1-rows.hex");
  const auto rows = parse<ThreeRows>(bytes).value().rows;
  EXPECT_THAT(rows, ElementsAre(PropertyRow{{wire::i64{0x0D00'0000'0000'0001}, u"a", 5, u"b"}, false},
                                PropertyRow{{wire::i64{0x0E00'0000'0000'0001}, ErrorCode::out_of_memory, true,
                                             std::monostate{}},
                                            true},
                                PropertyRow{{std::monostate{}, u"c", ErrorCode::not_found, u"d"}, true}));
  expect_exact<ThreeRows>(bytes);
}

TEST(PropertyRow, IsFlaggedWhereAValueIsMissing) {
  EXPECT_FALSE(property_row({wire::i64{1}, u"a", 5, u"b"}, ThreeRows::columns).flagged);
  EXPECT_TRUE(property_row({std::monostate{}, u"a", 5, u"b"}, ThreeRows::columns).flagged);
  EXPECT_TRUE(property_row({wire::i64{1}, ErrorCode::not_found, 5, u"b"}, ThreeRows::columns).flagged);
  EXPECT_TRUE(property_row({wire::i64{1}, u"a", std::monostate{}, u"b"}, ThreeRows::columns).flagged);
  EXPECT_TRUE(property_row({wire::i64{1}, u"a", ErrorCode::not_found, u"b"}, ThreeRows::columns).flagged);
}

TEST(PropertyRow, FlagsOutsideTheTablesAreInvalid) {
  using Bool = Row<tag(0x3001'000B)>;
  EXPECT_TRUE(parse<Bool>(from_hex("00 01")));
  EXPECT_EQ(parse<Bool>(from_hex("02 01")).error().fault, Fault::invalid);
  EXPECT_TRUE(parse<Bool>(from_hex("01 00 01")));
  EXPECT_EQ(parse<Bool>(from_hex("01 02 01")).error().fault, Fault::invalid);
}

// In a column of error codes an error is the value itself.
TEST(PropertyRow, ColumnOfErrorCodes) {
  using Errors = Row<tag(0x3001'000A)>;
  expect_exact<Errors>(from_hex("00 0F 01 04 80"));
  expect_exact<Errors>(from_hex("01 00 0F 01 04 80"));
  EXPECT_EQ(parse<Errors>(from_hex("01 0A 0F 01 04 80")).value().row.values[0],
            PropertyValue(ErrorCode::not_found));
}

// Nothing at all for a value: only a flagged row has room for it.
TEST(PropertyRow, ColumnOfNull) {
  using Null = Row<tag(0x0000'0001), tag(0x3001'000B)>;
  EXPECT_EQ(parse<Null>(from_hex("00 01 01")).error().fault, Fault::invalid);
  const auto row = property_row({std::monostate{}, true}, Null::columns);
  EXPECT_EQ(serialize(Null{row}).value(), from_hex("01 01 00 01"));
  EXPECT_EQ(serialize(Null{{{std::monostate{}, true}, false}}).error().fault, Fault::invalid);
}

TEST(PropertyRow, TypeOfAValueIsNamedOnce) {
  using Any = Row<tag(0x3001'0000)>;
  EXPECT_EQ(parse<Any>(from_hex("01 03 00 00 05 00 00 00")).value().row.values[0], PropertyValue(5));
  EXPECT_EQ(parse<Any>(from_hex("01 00 00 00 03 00 05 00 00 00")).error().fault, Fault::invalid);
  // What is not there needs no type.
  EXPECT_EQ(parse<Any>(from_hex("01 00 00 01")).value().row.values[0], PropertyValue());
}

TEST(PropertyRow, ValuesMustBeThoseOfTheColumns) {
  EXPECT_EQ(serialize(Row<tag(0x3001'000B)>{{{true, true}, false}}).error().fault, Fault::invalid);
  EXPECT_EQ(serialize(Row<tag(0x3001'000B)>{{{1}, false}}).error().fault, Fault::invalid);
  EXPECT_EQ(serialize(Row<tag(0x3001'000B)>{{{1}, true}}).error().fault, Fault::invalid);
}

// MS-OXCMAPIHTTP sections 2.2.1.5 to 2.2.1.7.
struct BookRow {
  static constexpr PropertyTag columns[]{tag(0x3001'001F), tag(0x0FFF'0102), tag(0x66E0'0000)};
  PropertyRow row;
  static void fields(auto& self, auto& archive) {
    archive("Row", wire::in_format(wire::ValueFormat::address_book, row_of(columns, self.row)));
  }
};

TEST(PropertyRow, InAddressBookRequests) {
  const auto standard = from_hex(R"(
      00                    # Flags
      FF 61 00 00 00        # HasValue, "a"
      FF 01 00 00 00 B1     # HasValue, a COUNT of 32 bits
      1F 00 FF 63 00 00 00  # AddressBookTypedPropertyValue
  )");
  EXPECT_EQ(parse<BookRow>(standard).value().row, (PropertyRow{{u"a", wire::Bytes{0xB1}, u"c"}, false}));
  expect_exact<BookRow>(standard);
  const auto flagged = from_hex(R"(
      01                    # Flags
      00 FF 61 00 00 00     # AddressBookFlaggedPropertyValue
      0A 0F 01 04 80        # an error
      1F 00 00 FF 63 00 00 00   # AddressBookFlaggedPropertyValueWithType
  )");
  EXPECT_EQ(parse<BookRow>(flagged).value().row, (PropertyRow{{u"a", ErrorCode::not_found, u"c"}, true}));
  expect_exact<BookRow>(flagged);
  const auto without = from_hex("00 00 00 1F 00 00");
  EXPECT_EQ(parse<BookRow>(without).value().row.values[0], PropertyValue());
}

struct CountedRows {
  std::span<const PropertyTag> columns;
  std::vector<PropertyRow> rows;
  static void fields(auto& self, auto& archive) {
    auto count = static_cast<wire::u16>(self.rows.size());
    archive("RowCount", count);
    archive("Rows", rows_of(count, self.columns, self.rows));
  }
};

// As many rows and columns as the bytes can name: what is kept stays in proportion to them.
TEST(PropertyRow, RowsTimesColumnsTakeBoundedMemory) {
  for (const auto type : {PropertyType::null, PropertyType::boolean, PropertyType::unspecified}) {
    const std::vector<PropertyTag> columns(8000, property_tag(0x3001, type));
    for (const auto flag : {wire::u8{0}, wire::u8{1}}) {
      wire::Bytes bytes(0x8000, flag);
      bytes[0] = bytes[1] = 0x7F;
      CountedRows rows{columns, {}};
      wire::Reader reader(bytes);
      const wire::PeakMemory peak;
      reader.read(rows);
      EXPECT_FALSE(reader.finish());
      EXPECT_LT(peak.bytes(), 256 * bytes.size());
    }
  }
}

}  // namespace
}  // namespace mapigate::oxcdata
