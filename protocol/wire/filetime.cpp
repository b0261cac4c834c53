#include "protocol/wire/filetime.hpp"

#include <limits>

namespace mapigate::wire {

namespace {

using namespace std::chrono;

// From 1601-01-01 to the epoch of system_clock, 1970-01-01.
constexpr u64 epoch_distance =
    static_cast<u64>(FileTime::Ticks(sys_days(1970y / 1 / 1) - sys_days(1601y / 1 / 1)).count());

}  // namespace

FileTime FileTime::from(SystemTime time) {
  const auto since_1970 = time.time_since_epoch().count();
  // Unsigned arithmetic: the sum is right for negative counts too, and cannot overflow a signed number.
  if (since_1970 < 0 && static_cast<u64>(-(since_1970 + 1)) >= epoch_distance) return {};
  return {epoch_distance + static_cast<u64>(since_1970)};
}

FileTime::SystemTime FileTime::time() const {
  constexpr auto latest = static_cast<u64>(std::numeric_limits<std::int64_t>::max());
  if (ticks > epoch_distance && ticks - epoch_distance > latest) return SystemTime::max();
  return SystemTime(Ticks(static_cast<std::int64_t>(ticks - epoch_distance)));
}

}  // namespace mapigate::wire
