#pragma once

#include <chrono>

namespace mapigate {

// Time comes in through this interface, so that tests decide what time it is. Both functions may be called
// from any thread.
class Clock {
 public:
  using SystemTime = std::chrono::system_clock::time_point;
  using SteadyTime = std::chrono::steady_clock::time_point;

  virtual ~Clock() = default;
  virtual SystemTime system_now() const = 0;
  virtual SteadyTime steady_now() const = 0;
};

class RealClock final : public Clock {
 public:
  SystemTime system_now() const override { return std::chrono::system_clock::now(); }
  SteadyTime steady_now() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace mapigate
