#pragma once

#include <vector>

#include "protocol/oxocal/minutes.hpp"
#include "protocol/wire/failure.hpp"
#include "protocol/wire/fields.hpp"

// Free/busy data as it is published in a free/busy message, MS-OXOPFFB section 2.2.1.2. There are four pairs
// of properties of the same form: PidTagScheduleInfoMonthsTentative and PidTagScheduleInfoFreeBusyTentative,
// ...Busy, ...Away, and ...Merged, which is busy and away together.

namespace mapigate::oxocal {

// From `start` up to, but without, `end`. UTC.
struct TimeRange {
  MinutesSince1601 start = 0;
  MinutesSince1601 end = 0;

  auto operator<=>(const TimeRange&) const = default;
};

// MS-OXOPFFB section 2.2.1.2.2: a block in one of the binary values. Minutes after the month began in UTC.
struct FreeBusyBlock {
  wire::u16 start = 0;
  wire::u16 end = 0;

  bool operator==(const FreeBusyBlock&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("Start", self.start);
    archive("End", self.end);
  }
};

// The values of one pair. Without any month neither property is set.
struct PublishedTimes {
  std::vector<wire::i32> months;    // year * 16 + month, ascending
  std::vector<wire::Bytes> blocks;  // FreeBusyBlock after FreeBusyBlock; of the month of the same index

  bool operator==(const PublishedTimes&) const = default;
};

// What lies in the publishing range, sorted, joined where it touches or overlaps, and split by months.
PublishedTimes publish(std::vector<TimeRange> times, TimeRange publishing_range);

// The blocks in the order in which they are published. Fault::invalid where there are not as many values of
// one property as of the other, for a month outside 1601-01 to 9766-12, and for a block that ends before it
// begins or after its month.
wire::Result<std::vector<TimeRange>> published_times(const PublishedTimes& published);

}  // namespace mapigate::oxocal
