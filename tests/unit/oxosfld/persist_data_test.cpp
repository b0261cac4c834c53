#include "protocol/oxosfld/persist_data.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxosfld {
namespace {

const wire::Bytes bytes = wire::hex_vector("MS-OXOSFLD/2.2.5-additional-ren-entry-ids-ex.hex");

TEST(AdditionalRenEntryIdsEx, Vector) {
  const auto value = wire::parse<AdditionalRenEntryIdsEx>(bytes).value();
  EXPECT_EQ(wire::serialize(value).value(), bytes);
  wire::expect_bounded(bytes, [](wire::ByteView hostile) { wire::parse<AdditionalRenEntryIdsEx>(hostile); });
  ASSERT_EQ(value.blocks.size(), 3u);
  EXPECT_EQ(value.blocks[0].persist_id, PersistData::rss_subscription);
  ASSERT_EQ(value.blocks[0].elements.size(), 1u);
  EXPECT_EQ(value.blocks[0].elements[0].element_id, PersistElement::entry_id);
  EXPECT_EQ(value.blocks[0].elements[0].data.size(), 46u);
  EXPECT_EQ(value.blocks[1].persist_id, PersistData::conversation_actions);
  ASSERT_EQ(value.blocks[1].elements.size(), 2u);
  EXPECT_EQ(value.blocks[1].elements[0].element_id, PersistElement::header);
  EXPECT_EQ(value.blocks[2].persist_id, PersistData::sentinel);
}

TEST(AdditionalRenEntryIdsEx, SetKeepsTheRest) {
  auto value = wire::parse<AdditionalRenEntryIdsEx>(bytes).value();
  value.set(PersistData::conversation_actions, {1, 2, 3});
  value.set(PersistData::todo_search, {4});
  ASSERT_EQ(value.blocks.size(), 4u);
  EXPECT_EQ(value.blocks[0].elements[0].data.size(), 46u);
  ASSERT_EQ(value.blocks[1].elements.size(), 2u);
  EXPECT_EQ(value.blocks[1].elements[0], (PersistElement{PersistElement::entry_id, {1, 2, 3}}));
  EXPECT_EQ(value.blocks[1].elements[1].element_id, PersistElement::header);
  EXPECT_EQ(value.blocks[2].persist_id, PersistData::todo_search);  // in front of the sentinel
  EXPECT_EQ(value.blocks[3].persist_id, PersistData::sentinel);
}

TEST(AdditionalRenEntryIdsEx, SetInAnEmptyOne) {
  AdditionalRenEntryIdsEx value;
  value.set(PersistData::rss_subscription, {7});
  EXPECT_EQ(wire::serialize(value).value(), wire::from_hex("01 80 05 00 01 00 01 00 07"));
}

TEST(AdditionalRenEntryIdsEx, Damaged) {
  EXPECT_FALSE(wire::parse<AdditionalRenEntryIdsEx>(wire::from_hex("01 80 06 00 01 00 01 00 07")));
  EXPECT_FALSE(wire::parse<AdditionalRenEntryIdsEx>(wire::from_hex("01 80 04 00 01 00 01 00 07")));
}

}  // namespace
}  // namespace mapigate::oxosfld
