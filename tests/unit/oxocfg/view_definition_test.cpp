#include "protocol/oxocfg/view_definition.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocfg {
namespace {

using oxcdata::PropertyType;
using testing::ElementsAre;
using testing::IsEmpty;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

constexpr auto example = "MS-OXOCFG/4.2.1-view-descriptor.hex";
constexpr auto by_conversation = "MS-OXOCFG/2.2.6.1-view-by-conversation.hex";

ViewDescriptor parse(const char* name) { return wire::parse<ViewDescriptor>(hex_vector(name)).value(); }

TEST(ViewDescriptor, ColumnsOfMessages) {
  const auto view = parse(example);
  EXPECT_EQ(view.sort_order, ViewDescriptor::SortOrder::descending);
  EXPECT_EQ(view.sort_column, 8u);
  EXPECT_EQ(view.category_count, 0u);
  EXPECT_EQ(view.category_sort, 0u);
  EXPECT_THAT(view.restriction_info, IsEmpty());
  ASSERT_EQ(view.columns.size(), 9u);
  ColumnPacket first;
  first.property_type = PropertyType::null;
  first.property_id = 4;
  first.cx = 7;
  first.flags = vcdf_bitmap | vcdf_not_sortable;
  first.id = 4;
  EXPECT_EQ(view.columns[0], first);
  ColumnPacket reminder;
  reminder.property_type = PropertyType::boolean;
  reminder.property_id = 0x8503;
  reminder.cx = 18;
  reminder.flags = 0x3F40;
  reminder.id = 0x8503;
  reminder.guid = wire::Guid::from_text("00062008-0000-0000-C000-000000000046").value();
  EXPECT_EQ(view.columns[2], reminder);
  EXPECT_EQ(view.columns[8].property_type, PropertyType::time);
  EXPECT_EQ(view.columns[8].id, 0x0E06u);
  EXPECT_EQ(view.columns[8].flags, 0x2F40u);
}

// The reserved fields come back as zeros; all others as they were.
TEST(ViewDescriptor, Rewritten) {
  auto bytes = hex_vector(example);
  const auto written = wire::serialize(parse(example)).value();
  const auto garbage = from_hex("34 01 9A 11");
  const auto at = std::ranges::search(bytes, garbage).begin();
  ASSERT_EQ(at - bytes.begin(), 0x9C);
  std::fill_n(at, 4, 0);
  EXPECT_EQ(written, bytes);
  EXPECT_EQ(wire::serialize(parse(by_conversation)).value(), hex_vector(by_conversation));
}

TEST(ViewDescriptor, NamedPropertyAndRestriction) {
  const auto view = parse(by_conversation);
  EXPECT_EQ(view.sort_order, ViewDescriptor::SortOrder::ascending);
  EXPECT_EQ(view.pres, 0xAAAAAAAAu);
  EXPECT_EQ(view.sort_column, ViewDescriptor::by_conversation);
  EXPECT_EQ(view.category_count, 1u);
  EXPECT_EQ(view.category_sort, 1u);
  ASSERT_EQ(view.columns.size(), 1u);
  const auto& column = view.columns[0];
  EXPECT_EQ(column.kind, ColumnPacket::Kind::string);
  EXPECT_EQ(column.id, 0x900Au);
  EXPECT_EQ(column.guid.text(), "00020329-0000-0000-c000-000000000046");
  EXPECT_EQ(column.name, from_hex("4B00650079007700 6F0072006400730000 00"));
  EXPECT_EQ(view.restriction_info, from_hex("08 00 00 00 1B 00 3A 0E"));
}

// Up to the end of the columns; a restriction has no length of its own.
TEST(ViewDescriptor, Truncated) {
  const auto bytes = hex_vector(by_conversation);
  const auto columns_end = bytes.size() - 8;
  for (std::size_t size = 0; size < columns_end; ++size) {
    const auto cut = wire::parse<ViewDescriptor>(wire::ByteView(bytes).first(size));
    ASSERT_FALSE(cut) << size;
    EXPECT_EQ(cut.error().fault, Fault::truncated) << size;
  }
  EXPECT_TRUE(wire::parse<ViewDescriptor>(wire::ByteView(bytes).first(columns_end)));
  wire::expect_bounded(bytes, [](wire::ByteView hostile) { wire::parse<ViewDescriptor>(hostile); });
}

TEST(ViewDescriptor, RulesOfTheSection) {
  const auto fault_with = [](std::size_t offset, wire::u8 byte) {
    auto bytes = hex_vector(example);
    bytes[offset] = byte;
    const auto read = wire::parse<ViewDescriptor>(bytes);
    return read ? Fault::none : read.error().fault;
  };
  EXPECT_EQ(fault_with(8, 7), Fault::invalid);        // Version
  EXPECT_EQ(fault_with(12, 1), Fault::invalid);       // ulFlags
  EXPECT_EQ(fault_with(24, 9), Fault::invalid);       // ivcdSort
  EXPECT_EQ(fault_with(28, 10), Fault::invalid);      // cCat
  EXPECT_EQ(fault_with(23, 0xFF), Fault::truncated);  // Cvcd
}

TEST(ViewStrings, OfTheExample) {
  // MS-OXOCFG section 4.2.2.
  const std::u16string value =
      u"\nImportance\nReminder\nIcon\nFlag Status\nAttachment\nFrom\nSubject\nReceived\nSize\nCategories\n";
  const auto strings = view_strings(value);
  EXPECT_THAT(strings, ElementsAre(u"", u"Importance", u"Reminder", u"Icon", u"Flag Status", u"Attachment",
                                   u"From", u"Subject", u"Received", u"Size", u"Categories"));
  EXPECT_EQ(join_view_strings(strings), value);
}

TEST(ViewStrings, LastTerminatorMayBeMissing) {
  EXPECT_THAT(view_strings(u""), IsEmpty());
  EXPECT_THAT(view_strings(u"a"), ElementsAre(u"a"));
  EXPECT_THAT(view_strings(u"a\n\n"), ElementsAre(u"a", u""));
}

}  // namespace
}  // namespace mapigate::oxocfg
