#include "protocol/oxocal/appointment_tombstone.hpp"

#include "protocol/oxocal/global_object_id.hpp"
#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocal {
namespace {

using wire::Fault;
using wire::hex_vector;

constexpr auto tombstone = "MS-OXOCAL/2.2.12.5-appointment-tombstone.hex";

TEST(AppointmentTombstone, OneRecord) {
  const auto bytes = hex_vector(tombstone);
  wire::expect_exact<AppointmentTombstone>(bytes);
  const auto value = wire::parse<AppointmentTombstone>(bytes).value();
  ASSERT_EQ(value.records.size(), 1u);
  const auto& record = value.records[0];
  EXPECT_EQ(record.start_time, 0x0CE58060u);
  EXPECT_EQ(record.end_time, 0x0CE59C80u);
  EXPECT_EQ(record.username, "Bob");
  EXPECT_EQ(wire::parse<GlobalObjectId>(record.global_object_id).value().data, (wire::Bytes{0xAB, 0xCD}));
}

TEST(AppointmentTombstone, Malformed) {
  for (const std::size_t constant : {0, 4, 8, 16}) {
    auto bytes = hex_vector(tombstone);
    bytes[constant] ^= 1;
    EXPECT_EQ(wire::parse<AppointmentTombstone>(bytes).error().fault, Fault::invalid) << constant;
  }
  auto bytes = hex_vector(tombstone);
  bytes[15] = 0xFF;  // RecordsCount
  EXPECT_EQ(wire::parse<AppointmentTombstone>(bytes).error().fault, Fault::truncated);
  bytes = hex_vector(tombstone);
  bytes[31] = 0xFF;  // GlobalObjectIdSize
  EXPECT_EQ(wire::parse<AppointmentTombstone>(bytes).error().fault, Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxocal
