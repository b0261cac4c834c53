#include <algorithm>

#include "protocol/oxocal/appointment_recurrence_pattern.hpp"
#include "protocol/oxocal/appointment_tombstone.hpp"
#include "protocol/oxocal/free_busy.hpp"
#include "protocol/oxocal/global_object_id.hpp"
#include "protocol/oxocal/time_zone.hpp"
#include "tests/fuzz/round_trip.hpp"

namespace {

using namespace mapigate;
using namespace oxocal;

// Months and blocks of one value each, then whatever the rest says.
void free_busy(wire::ByteView bytes) {
  wire::Reader reader(bytes);
  PublishedTimes published;
  while (reader.ok() && reader.remaining() > 0) {
    wire::i32 month = 0;
    wire::Bytes blocks;
    reader("month", month);
    reader("blocks", wire::sized<wire::u8>(blocks));
    published.months.push_back(month);
    published.blocks.push_back(blocks);
  }
  const auto times = published_times(published);
  if (!times) return;
  // What is published of it is in order, and stays as it is when it is published again.
  const TimeRange always{0, 0xFFFFFFFF};
  const auto again = publish(*times, always);
  fuzz::require(std::ranges::is_sorted(again.months));
  const auto times_again = published_times(again);
  fuzz::require(times_again.has_value());
  fuzz::require(std::ranges::is_sorted(*times_again));
  fuzz::require(publish(*times_again, always) == again);
}

}  // namespace

// The first byte says which structure the rest is read as.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const wire::ByteView bytes(data + 1, size - 1);
  switch (data[0] % 7) {
    case 0:
      fuzz::round_trip<AppointmentRecurrencePattern>(bytes);
      break;
    case 1:
      fuzz::round_trip<TaskRecurrence>(bytes);
      break;
    case 2:
      fuzz::round_trip<TimeZoneStruct>(bytes);
      break;
    case 3:
      fuzz::round_trip<TimeZoneDefinition>(bytes);
      break;
    case 4:
      fuzz::round_trip<GlobalObjectId>(bytes);
      if (const auto id = wire::parse<GlobalObjectId>(bytes)) {
        if (const auto uid = id->uid()) fuzz::require(GlobalObjectId::from_uid(*uid).uid() == uid);
      }
      break;
    case 5:
      fuzz::round_trip<AppointmentTombstone>(bytes);
      break;
    case 6:
      free_busy(bytes);
      break;
  }
  return 0;
}
