#include "protocol/oxcdata/sort_order.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

using wire::Fault;
using wire::from_hex;
using wire::parse;
using wire::serialize;

constexpr PropertyTag tag(std::uint32_t number) { return static_cast<PropertyTag>(number); }

TEST(SortOrderSet, OrdersAndCategories) {
  const auto bytes = wire::hex_vector("MS-OXCDATA/2.13.2-sort-order-set.hex");
  EXPECT_EQ(parse<SortOrderSet>(bytes).value(),
            (SortOrderSet{1,
                          0,
                          {{tag(0x0070'001F), SortDirection::maximum_category},
                           {tag(0x0E06'0040), SortDirection::descending}}}));
  wire::expect_exact<SortOrderSet>(bytes);
}

TEST(SortOrderSet, CategoriesAreAmongTheOrders) {
  EXPECT_TRUE(parse<SortOrderSet>(from_hex("00 00 00 00 00 00")));
  EXPECT_EQ(parse<SortOrderSet>(from_hex("00 00 01 00 00 00")).error().fault, Fault::invalid);
  EXPECT_EQ(parse<SortOrderSet>(from_hex("01 00 00 00 01 00 1F 00 70 00 00")).error().fault, Fault::invalid);
  EXPECT_EQ(serialize(SortOrderSet{1, 0, {}}).error().fault, Fault::invalid);
}

TEST(SortOrderSet, CountMustFit) {
  EXPECT_FALSE(serialize(SortOrderSet{0, 0, std::vector<SortOrder>(0x10000)}));
  EXPECT_TRUE(serialize(SortOrderSet{0, 0, std::vector<SortOrder>(0xFFFF)}));
}

}  // namespace
}  // namespace mapigate::oxcdata
