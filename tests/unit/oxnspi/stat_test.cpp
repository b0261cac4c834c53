#include "protocol/oxnspi/stat.hpp"

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxnspi {
namespace {

using wire::hex_vector;

TEST(Stat, FieldsInTheirOrder) {
  const auto bytes = hex_vector("MS-OXNSPI/2.2.8-stat.hex");
  ASSERT_EQ(bytes.size(), Stat::wire_size);
  wire::expect_exact<Stat>(bytes);
  EXPECT_EQ(wire::parse<Stat>(bytes).value(),
            (Stat{{}, MinimalEntryId{0x10}, mid_end_of_table, -5, 7, 100, 1252, 0x0409, 0x080C}));
}

TEST(Stat, PublishedExamples) {
  EXPECT_EQ(wire::parse<Stat>(hex_vector("MS-OXNSPI/4-bind-stat.hex")).value(),
            (Stat{SortType::display_name, {}, mid_beginning_of_table, 0, 0, 0, 0x4E4, 0x409, 0x409}));
  EXPECT_EQ(wire::parse<Stat>(hex_vector("MS-OXNSPI/4-query-rows-stat.hex")).value(),
            (Stat{SortType::display_name, {}, MinimalEntryId{0x1928}, 0, 2, 0x16, 0x4E4, 0x409, 0x409}));
}

TEST(MinimalEntryId, SignalsAreNoObjects) {
  EXPECT_FALSE(names_an_object(mid_beginning_of_table));
  EXPECT_FALSE(names_an_object(mid_end_of_table));
  EXPECT_FALSE(names_an_object(MinimalEntryId{0x0F}));
  EXPECT_TRUE(names_an_object(MinimalEntryId{0x10}));
  EXPECT_TRUE(names_an_object(MinimalEntryId{0xFFFFFFFF}));
}

}  // namespace
}  // namespace mapigate::oxnspi
