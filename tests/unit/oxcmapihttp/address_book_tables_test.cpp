#include "protocol/oxcmapihttp/address_book_tables.hpp"

#include <gmock/gmock.h>

#include "protocol/oxnspi/flags.hpp"
#include "tests/unit/oxcmapihttp/address_book_support.hpp"
#include "tests/unit/oxcmapihttp/body_vector.hpp"

namespace mapigate::oxcmapihttp {
namespace {

using oxcdata::ErrorCode;
using oxcdata::PropertyTag;
using oxcdata::TaggedPropertyValue;
using oxnspi::MinimalEntryId;
using testing::ElementsAre;
using testing::Optional;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;

TEST(AddressBookTables, CompareMids) {
  const auto request = checked<CompareMidsRequest>("2.2.5.3.1-compare-mids-request.hex");
  EXPECT_EQ(request.state, state);
  EXPECT_EQ(request.minimal_id1, MinimalEntryId{0x10});
  EXPECT_EQ(request.minimal_id2, MinimalEntryId{0x1928});
  EXPECT_THAT(request.auxiliary_buffer, ElementsAre(0xA1));
  const auto response = checked<CompareMidsResponse>("2.2.5.3.2-compare-mids-success-response.hex");
  EXPECT_EQ(response.error_code, ErrorCode::success);
  EXPECT_EQ(response.result, -1);
}

TEST(AddressBookTables, GetSpecialTable) {
  const auto request = checked<GetSpecialTableRequest>("2.2.5.8.1-get-special-table-request.hex");
  EXPECT_EQ(request.flags, oxnspi::unicode_strings);
  EXPECT_EQ(request.state, (oxnspi::Stat{{}, {}, {}, 0, 0, 0, 0x4E4, 0x409, 0x409}));
  EXPECT_EQ(request.version, 7u);
  const auto response = checked<GetSpecialTableResponse>("2.2.5.8.2-get-special-table-success-response.hex");
  EXPECT_EQ(response.code_page, 1252u);
  EXPECT_EQ(response.version, 8u);
  ASSERT_TRUE(response.rows);
  ASSERT_EQ(response.rows->size(), 1u);
  const auto& values = response.rows->front().property_values;
  ASSERT_EQ(values.size(), 6u);
  EXPECT_EQ(values[0], (TaggedPropertyValue{entry_id, Bytes{0xE1, 0xE2}}));
  EXPECT_EQ(values[1], (TaggedPropertyValue{PropertyTag{0x36000003}, wire::i32{9}}));
  EXPECT_EQ(values[2], (TaggedPropertyValue{PropertyTag{0x30050003}, wire::i32{0}}));
  EXPECT_EQ(values[3], (TaggedPropertyValue{PropertyTag{0xFFFD0003}, wire::i32{0}}));
  EXPECT_EQ(values[4], (TaggedPropertyValue{display_name, u"G"}));
  EXPECT_EQ(values[5], (TaggedPropertyValue{PropertyTag{0xFFFB000B}, false}));
}

TEST(AddressBookTables, QueryRows) {
  const auto request = checked<QueryRowsRequest>("2.2.5.12.1-query-rows-request.hex");
  EXPECT_EQ(request.flags, 0u);
  EXPECT_EQ(request.state, (oxnspi::Stat{{}, {}, {}, 0, 0, 0xFFFFFFFF, 0x4E4, 0x409, 0x409}));
  EXPECT_TRUE(request.explicit_table.empty());
  EXPECT_EQ(request.row_count, 2u);
  EXPECT_THAT(request.columns,
              Optional(ElementsAre(entry_id, display_name, smtp_address, PropertyTag{0x3A17001F})));
  const auto response = checked<QueryRowsResponse>("2.2.5.12.2-query-rows-success-response.hex");
  EXPECT_EQ(response.state, state);
  EXPECT_EQ(response.rows, rows());
}

// The ExplicitTable has a count but no flag.
TEST(AddressBookTables, QueryRowsOfAnExplicitTable) {
  const auto bytes = from_hex("00 00 00 00 00 01 00 00 00 11 00 00 00 05 00 00 00 00 00 00 00 00");
  wire::expect_exact<QueryRowsRequest>(bytes);
  const auto request = wire::parse<QueryRowsRequest>(bytes).value();
  EXPECT_THAT(request.explicit_table, ElementsAre(MinimalEntryId{0x11}));
  EXPECT_EQ(request.row_count, 5u);
  EXPECT_FALSE(request.columns);
}

TEST(AddressBookTables, ResortRestriction) {
  const auto request = checked<ResortRestrictionRequest>("2.2.5.15.1-resort-restriction-request.hex");
  EXPECT_EQ(request.state, state);
  EXPECT_THAT(request.minimal_ids, Optional(ElementsAre(MinimalEntryId{0x12}, MinimalEntryId{0x11})));
  const auto response =
      checked<ResortRestrictionResponse>("2.2.5.15.2-resort-restriction-success-response.hex");
  EXPECT_EQ(response.state, state);
  EXPECT_THAT(response.minimal_ids, Optional(ElementsAre(MinimalEntryId{0x12}, MinimalEntryId{0x11})));
}

TEST(AddressBookTables, UpdateStat) {
  const auto request = checked<UpdateStatRequest>("2.2.5.17.1-update-stat-request.hex");
  EXPECT_EQ(request.state, state);
  EXPECT_TRUE(request.delta_requested);
  const auto response = checked<UpdateStatResponse>("2.2.5.17.2-update-stat-success-response.hex");
  EXPECT_EQ(response.state, state);
  EXPECT_EQ(response.delta, -5);
}

// HasDelta does not depend on HasState.
TEST(AddressBookTables, UpdateStatWithoutState) {
  const auto bytes = from_hex("00 00 00 00 00 00 00 00 00 FF 03 00 00 00 00 00 00 00");
  wire::expect_exact<UpdateStatResponse>(bytes);
  EXPECT_EQ(wire::parse<UpdateStatResponse>(bytes).value().delta, 3);
}

// The columns that stand in the response say how its rows are read, and what they can be.
TEST(AddressBookRows, FitTheirColumns) {
  AddressBookRows wrong = rows();
  wrong.columns.pop_back();
  EXPECT_EQ(wire::serialize(wrong).error().fault, Fault::invalid);
  wrong = rows();
  wrong.columns[0] = PropertyTag{0x30010003};
  EXPECT_EQ(wire::serialize(wrong).error().fault, Fault::invalid);
}

TEST(AddressBookRows, ColumnsOfAnyType) {
  const auto bytes = from_hex(R"(
      02 00 00 00           # Columns: PropertyTagCount
      00 00 01 30           # PtypUnspecified
      00 00 FF 0F
      02 00 00 00           # RowCount
      00 1F 00 FF 61 00 00 00 02 01 FF 01 00 00 00 E1   # AddressBookTypedPropertyValue
      01 1F 00 00 FF 62 00 00 00 0A 00 0A 0F 01 04 80   # AddressBookFlaggedPropertyValueWithType
  )");
  wire::expect_exact<AddressBookRows>(bytes);
  const auto read = wire::parse<AddressBookRows>(bytes).value().rows;
  ASSERT_EQ(read.size(), 2u);
  EXPECT_FALSE(read[0].flagged);
  EXPECT_EQ(read[0].values.at(0), oxcdata::PropertyValue(u"a"));
  EXPECT_EQ(read[0].values.at(1), oxcdata::PropertyValue(Bytes{0xE1}));
  EXPECT_TRUE(read[1].flagged);
  EXPECT_EQ(read[1].values.at(0), oxcdata::PropertyValue(u"b"));
  EXPECT_EQ(read[1].values.at(1), oxcdata::PropertyValue(ErrorCode::not_found));
}

// Rows without columns take a byte each, and no more rows than bytes are believed.
TEST(AddressBookRows, ManyRowsOfNothing) {
  EXPECT_EQ(wire::parse<AddressBookRows>(from_hex("00 00 00 00 FF FF FF FF 00 00")).error().fault,
            Fault::truncated);
  EXPECT_EQ(wire::parse<AddressBookRows>(from_hex("00 00 00 00 02 00 00 00 00 00")).value().rows.size(), 2u);
}

}  // namespace
}  // namespace mapigate::oxcmapihttp
