#include "protocol/oxcdata/flat_entry_list.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcdata {
namespace {

using testing::ElementsAre;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

constexpr auto two_entries = "MS-OXCDATA/2.3.3-flat-entry-list.hex";

TEST(FlatEntryList, PaddedEntries) {
  const auto bytes = hex_vector(two_entries);
  wire::expect_exact<FlatEntryList>(bytes);
  const auto list = wire::parse<FlatEntryList>(bytes).value();
  EXPECT_THAT(list.entry_ids, ElementsAre(Bytes{1, 2, 3, 4, 5}, Bytes{0x11, 0x12, 0x13, 0x14}));
}

TEST(FlatEntryList, Empty) { wire::expect_exact<FlatEntryList>(from_hex("00 00 00 00 00 00 00 00")); }

TEST(FlatEntryList, PaddingOfTheLastEntryMayBeMissing) {
  const auto list = wire::parse<FlatEntryList>(from_hex("01 00 00 00 05 00 00 00 01 00 00 00 AA")).value();
  EXPECT_THAT(list.entry_ids, ElementsAre(Bytes{0xAA}));
  EXPECT_EQ(wire::serialize(list).value(), from_hex("01 00 00 00 08 00 00 00 01 00 00 00 AA 00 00 00"));
}

TEST(FlatEntryList, CountAndSizes) {
  const auto fault_with = [](std::size_t offset, wire::u8 byte) {
    auto bytes = hex_vector(two_entries);
    bytes[offset] = byte;
    const auto read = wire::parse<FlatEntryList>(bytes);
    return read ? Fault::none : read.error().fault;
  };
  EXPECT_EQ(fault_with(0, 1), Fault::trailing);
  EXPECT_EQ(fault_with(0, 3), Fault::truncated);
  EXPECT_EQ(fault_with(3, 0xFF), Fault::truncated);
  EXPECT_EQ(fault_with(4, 0x13), Fault::truncated);
  EXPECT_EQ(fault_with(4, 0x15), Fault::truncated);
  EXPECT_EQ(fault_with(11, 0xFF), Fault::truncated);
  // Two bytes of padding where there must be three.
  EXPECT_EQ(
      wire::parse<FlatEntryList>(from_hex("01 00 00 00 07 00 00 00 01 00 00 00 AA 00 00")).error().fault,
      Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxcdata
