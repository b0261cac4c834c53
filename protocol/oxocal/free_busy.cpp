#include "protocol/oxocal/free_busy.hpp"

#include <algorithm>
#include <chrono>

#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxocal {

namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr MinutesSince1601 minutes_a_day = 24 * 60;
constexpr sys_days epoch = sys_days(year(1601) / 1 / 1);
// Later years do not fit MinutesSince1601 any more.
constexpr int last_year = 9766;

year_month month_of(MinutesSince1601 time) {
  const year_month_day date(epoch + days(time / minutes_a_day));
  return date.year() / date.month();
}

// Minutes are counted wider, since the month after the last one is asked for too.
wire::u64 begin_of(year_month month) {
  return static_cast<wire::u64>((sys_days(month / 1) - epoch).count()) * minutes_a_day;
}

wire::i32 value_of(year_month month) {
  return static_cast<int>(month.year()) * 16 + static_cast<int>(static_cast<unsigned>(month.month()));
}

// Sorted, without anything empty or outside the range, and nothing touches its neighbour.
std::vector<TimeRange> normalized(std::vector<TimeRange> times, TimeRange range) {
  for (auto& time : times) {
    time.start = std::max(time.start, range.start);
    time.end = std::min(time.end, range.end);
  }
  std::erase_if(times, [](const TimeRange& time) { return time.start >= time.end; });
  std::ranges::sort(times);
  std::vector<TimeRange> joined;
  for (const auto& time : times) {
    if (!joined.empty() && time.start <= joined.back().end) {
      joined.back().end = std::max(joined.back().end, time.end);
    } else {
      joined.push_back(time);
    }
  }
  return joined;
}

wire::Failure invalid(const char* field) { return {wire::Fault::invalid, 0, field}; }

}  // namespace

PublishedTimes publish(std::vector<TimeRange> times, TimeRange publishing_range) {
  PublishedTimes published;
  wire::Writer blocks;
  const auto close_month = [&] {
    if (blocks.size() > 0) published.blocks.push_back(blocks.take());
  };
  for (auto time : normalized(std::move(times), publishing_range)) {
    while (time.start < time.end) {
      const auto month = month_of(time.start);
      if (published.months.empty() || published.months.back() != value_of(month)) {
        close_month();
        published.months.push_back(value_of(month));
      }
      const auto begin = begin_of(month);
      const auto end = std::min<wire::u64>(time.end, begin_of(month + months(1)));
      blocks.write(
          FreeBusyBlock{static_cast<wire::u16>(time.start - begin), static_cast<wire::u16>(end - begin)});
      time.start = static_cast<MinutesSince1601>(end);
    }
  }
  close_month();
  return published;
}

wire::Result<std::vector<TimeRange>> published_times(const PublishedTimes& published) {
  if (published.months.size() != published.blocks.size()) return invalid("PidTagScheduleInfoFreeBusy");
  std::vector<TimeRange> times;
  for (std::size_t i = 0; i < published.months.size(); ++i) {
    const auto value = published.months[i];
    const year_month month = year(value / 16) / std::chrono::month(static_cast<unsigned>(value % 16));
    if (value < 0 || !month.ok() || month.year() < year(1601) || value / 16 > last_year) {
      return invalid("PidTagScheduleInfoMonths");
    }
    const auto begin = begin_of(month);
    const auto length = begin_of(month + months(1)) - begin;
    wire::Reader reader(published.blocks[i]);
    std::vector<FreeBusyBlock> blocks;
    reader("PidTagScheduleInfoFreeBusy", wire::until_end(blocks));
    if (!reader.finish()) return reader.failure();
    for (const auto& block : blocks) {
      if (block.end < block.start || block.end > length) return invalid("PidTagScheduleInfoFreeBusy");
      times.push_back({static_cast<MinutesSince1601>(begin + block.start),
                       static_cast<MinutesSince1601>(begin + block.end)});
    }
  }
  return times;
}

}  // namespace mapigate::oxocal
