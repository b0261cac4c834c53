#include "protocol/oxocal/free_busy.hpp"

#include <gmock/gmock.h>

#include <chrono>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxocal {
namespace {

using testing::ElementsAre;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

MinutesSince1601 at(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
  using namespace std::chrono;
  const auto date =
      sys_days(std::chrono::year(year) / month / day) - sys_days(std::chrono::year(1601) / 1 / 1);
  return static_cast<MinutesSince1601>(date.count() * 1440 + hour * 60 + minute);
}

const TimeRange two_years{at(2011, 1, 1), at(2013, 1, 1)};

// Section 4.4.2; times there are in Pacific Standard Time.
TEST(FreeBusy, ConsecutiveEventsAreOneBlock) {
  const auto published = publish(
      {{at(2011, 2, 2, 21), at(2011, 2, 2, 22)}, {at(2011, 2, 2, 20), at(2011, 2, 2, 21)}}, two_years);
  EXPECT_THAT(published.months, ElementsAre(2011 * 16 + 2));
  EXPECT_THAT(published.blocks, ElementsAre(hex_vector("MS-OXOPFFB/4.4.2-consecutive-events.hex")));
  EXPECT_THAT(published_times(published).value(),
              ElementsAre(TimeRange{at(2011, 2, 2, 20), at(2011, 2, 2, 22)}));
}

// Section 2.2.1.2.2: blocks ascend, what overlaps is merged, and a month has its own block of an event.
TEST(FreeBusy, SplitByMonths) {
  const auto published = publish(
      {
          {at(2011, 12, 31, 23), at(2012, 3, 1, 1)},  // over a leap February
          {at(2011, 12, 1), at(2011, 12, 1, 1)},
          {at(2011, 12, 1, 0, 30), at(2011, 12, 1, 0, 45)},
      },
      two_years);
  EXPECT_THAT(published.months, ElementsAre(2011 * 16 + 12, 2012 * 16 + 1, 2012 * 16 + 2, 2012 * 16 + 3));
  EXPECT_THAT(published.blocks, ElementsAre(from_hex("00 00 3C 00 24 AE 60 AE"),  // 0 to 60, 44580 to 44640
                                            from_hex("00 00 60 AE"),              // 31 days
                                            from_hex("00 00 20 A3"),              // 29 days
                                            from_hex("00 00 3C 00")));
  const auto times = published_times(published).value();
  ASSERT_EQ(times.size(), 5u);
  EXPECT_EQ(times[1], (TimeRange{at(2011, 12, 31, 23), at(2012, 1, 1)}));
  EXPECT_EQ(times[4], (TimeRange{at(2012, 3, 1), at(2012, 3, 1, 1)}));
  // Published once more, they are the same.
  EXPECT_EQ(publish(times, two_years), published);
}

TEST(FreeBusy, PublishingRange) {
  const TimeRange range{at(2011, 2, 1), at(2011, 2, 3)};
  const auto published = publish({{at(2011, 1, 31, 23), at(2011, 2, 1, 1)},  // begins before
                                  {at(2011, 2, 2, 23), at(2011, 2, 3, 1)},   // ends after
                                  {at(2011, 1, 1), at(2011, 1, 2)},          // is over
                                  {at(2011, 2, 3), at(2011, 2, 4)},          // comes later
                                  {at(2011, 2, 2), at(2011, 2, 2)},          // takes no time
                                  {at(2011, 2, 2, 2), at(2011, 2, 2, 1)}},   // ends before it begins
                                 range);
  EXPECT_THAT(published.months, ElementsAre(2011 * 16 + 2));
  EXPECT_THAT(published.blocks, ElementsAre(from_hex("00 00 3C 00 04 0B 40 0B")));
  EXPECT_EQ(publish({}, range), PublishedTimes{});
  EXPECT_EQ(publish({{at(2012, 1, 1), at(2012, 1, 2)}}, range), PublishedTimes{});
}

TEST(FreeBusy, LastMoments) {
  const auto published = publish({{0xFFFFFFF0, 0xFFFFFFFF}}, {0, 0xFFFFFFFF});
  EXPECT_THAT(published.months, ElementsAre(9767 * 16 + 2));
  const auto first = publish({{0, 1}}, {0, 0xFFFFFFFF});
  EXPECT_THAT(first.months, ElementsAre(1601 * 16 + 1));
  EXPECT_THAT(published_times(first).value(), ElementsAre(TimeRange{0, 1}));
}

TEST(FreeBusy, WhatOthersPublishIsChecked) {
  const auto fault_of = [](PublishedTimes published) {
    const auto times = published_times(published);
    return times ? Fault::none : times.error().fault;
  };
  const auto day = from_hex("00 00 A0 05");
  EXPECT_EQ(fault_of({{2011 * 16 + 2}, {day}}), Fault::none);
  EXPECT_EQ(fault_of({{2011 * 16 + 2}, {}}), Fault::invalid);
  for (const int month : {2011 * 16, 2011 * 16 + 13, 1600 * 16 + 12, 9767 * 16 + 1, -1, 0x7FFFFFFF}) {
    EXPECT_EQ(fault_of({{month}, {day}}), Fault::invalid) << month;
  }
  EXPECT_EQ(fault_of({{9766 * 16 + 12}, {day}}), Fault::none);
  EXPECT_EQ(fault_of({{2011 * 16 + 2}, {from_hex("00 00 80 9D")}}), Fault::none);     // 28 days
  EXPECT_EQ(fault_of({{2011 * 16 + 2}, {from_hex("00 00 81 9D")}}), Fault::invalid);  // a minute more
  EXPECT_EQ(fault_of({{2011 * 16 + 2}, {from_hex("02 00 01 00")}}), Fault::invalid);
  EXPECT_EQ(fault_of({{2011 * 16 + 2}, {from_hex("00 00 A0")}}), Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxocal
