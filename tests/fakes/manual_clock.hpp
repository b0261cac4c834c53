#pragma once

#include <atomic>

#include "gateway/base/clock.hpp"

namespace mapigate::fakes {

// A clock that stands still until it is told to go on. May be used from any thread.
class ManualClock final : public Clock {
 public:
  using Duration = std::chrono::nanoseconds;

  SystemTime system_now() const override {
    // 2026-01-01 00:00:00 UTC, so that dates in tests are dates.
    return SystemTime(std::chrono::duration_cast<SystemTime::duration>(std::chrono::seconds(1'767'225'600) +
                                                                       Duration(elapsed_)));
  }
  // Starts an hour after the epoch, so that a test can also look back.
  SteadyTime steady_now() const override { return SteadyTime(std::chrono::hours(1) + Duration(elapsed_)); }

  void advance(Duration duration) { elapsed_ += duration.count(); }

 private:
  std::atomic<Duration::rep> elapsed_ = 0;
};

}  // namespace mapigate::fakes
