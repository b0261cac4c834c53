#include "protocol/oxocal/global_object_id.hpp"

#include <gmock/gmock.h>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocal {
namespace {

using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

constexpr auto exception = "MS-OXOCAL/4.1.2.1-global-object-id.hex";
constexpr auto third_party = "MS-ASEMAIL/4.3-vcal-global-object-id.hex";

TEST(GlobalObjectId, OfAnException) {
  const auto bytes = hex_vector(exception);
  wire::expect_exact<GlobalObjectId>(bytes);
  const auto id = wire::parse<GlobalObjectId>(bytes).value();
  EXPECT_EQ(id.year, 2008);
  EXPECT_EQ(id.month, 3);
  EXPECT_EQ(id.day, 25);
  EXPECT_EQ(id.creation_time.ticks, 0x01C873E461D42550u);
  EXPECT_EQ(id.x, (std::array<wire::u8, 8>{}));
  EXPECT_EQ(id.data, from_hex("2A5844B3A444F74A9C246C60886F116B"));
  EXPECT_EQ(id.uid(), std::nullopt);
}

TEST(GlobalObjectId, Clean) {
  auto bytes = hex_vector(exception);
  const auto id = wire::parse<GlobalObjectId>(bytes).value().clean();
  std::fill_n(bytes.begin() + 16, 4, 0);
  EXPECT_EQ(wire::serialize(id).value(), bytes);
}

TEST(GlobalObjectId, OfAnotherCalendar) {
  const auto bytes = hex_vector(third_party);
  wire::expect_exact<GlobalObjectId>(bytes);
  const std::string uid = "{81412D3C-2A24-4E9D-B20E-11F7BBE92799}";
  EXPECT_EQ(wire::parse<GlobalObjectId>(bytes).value().uid(), uid);
  EXPECT_EQ(wire::serialize(GlobalObjectId::from_uid(uid)).value(), bytes);
}

TEST(GlobalObjectId, UidWithoutItsTerminator) {
  GlobalObjectId id;
  id.data = from_hex("76 43 61 6C 2D 55 69 64 01 00 00 00 61 62");
  EXPECT_EQ(id.uid(), "ab");
  id.data.resize(12);
  EXPECT_EQ(id.uid(), "");
  id.data.resize(11);
  EXPECT_EQ(id.uid(), std::nullopt);
  EXPECT_EQ(GlobalObjectId{}.uid(), std::nullopt);
}

TEST(GlobalObjectId, Malformed) {
  auto bytes = hex_vector(exception);
  bytes[15] ^= 1;
  EXPECT_EQ(wire::parse<GlobalObjectId>(bytes).error().fault, Fault::invalid);
  bytes = hex_vector(exception);
  bytes[18] = 13;
  EXPECT_EQ(wire::parse<GlobalObjectId>(bytes).error().fault, Fault::invalid);
  bytes = hex_vector(exception);
  bytes[19] = 32;
  EXPECT_EQ(wire::parse<GlobalObjectId>(bytes).error().fault, Fault::invalid);
  bytes = hex_vector(exception);
  bytes[39] = 0xFF;  // Size
  EXPECT_EQ(wire::parse<GlobalObjectId>(bytes).error().fault, Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxocal
