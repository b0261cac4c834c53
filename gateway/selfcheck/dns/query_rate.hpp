#pragma once

#include <algorithm>
#include <chrono>

namespace mapigate::dns {

// Spaces queries evenly: a token bucket that holds what a tenth of a second allows (at least one), kept as
// the time at which the next query would be due (the "generic cell rate algorithm"). A query reserves its
// time and waits for it by itself, so that queries go out in the order in which they reserved.
class QueryRate {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  explicit QueryRate(int per_second)
      : interval_(std::chrono::duration_cast<Duration>(std::chrono::seconds(1)) / per_second),
        slack_(std::max(std::chrono::duration_cast<Duration>(std::chrono::milliseconds(100)), interval_) -
               interval_) {}

  // When the query may be sent; not before `now`. The place is taken, also when the query is not sent after
  // all.
  Time reserve(Time now) {
    const Time at = std::max(now, due_ - slack_);
    due_ = std::max(now, due_) + interval_;
    return at;
  }

 private:
  Duration interval_;
  Duration slack_;  // how far queries may run ahead of an even spacing
  Time due_{};
};

}  // namespace mapigate::dns
