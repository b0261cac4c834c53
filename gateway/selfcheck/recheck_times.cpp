#include "gateway/selfcheck/recheck_times.hpp"

#include <algorithm>

namespace mapigate::selfcheck {

namespace {

RecheckTimes::Duration with_jitter(std::chrono::milliseconds time, RandomSource& random) {
  const std::int64_t tenth = time.count() / 10;
  const auto drawn = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(2 * tenth) + 1));
  return time - std::chrono::milliseconds(tenth) + std::chrono::milliseconds(drawn);
}

}  // namespace

RecheckTimes::Duration RecheckTimes::all(std::chrono::milliseconds interval, RandomSource& random) {
  return with_jitter(interval, random);
}

RecheckTimes::Duration RecheckTimes::doubtful(std::chrono::milliseconds interval, int rounds_before,
                                              RandomSource& random) {
  constexpr int patience = 24;
  if (rounds_before >= patience) return with_jitter(interval, random);
  const std::chrono::milliseconds soon =
      std::max(interval / 12, std::chrono::milliseconds(std::chrono::minutes(1)));
  return with_jitter(std::min(soon, interval), random);
}

}  // namespace mapigate::selfcheck
