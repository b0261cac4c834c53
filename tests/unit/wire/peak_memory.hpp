#pragma once

#include <cstddef>

namespace mapigate::wire {

// How much memory this thread holds, counted by the operators new and delete of peak_memory.cpp. They are
// linked into every unit test of protocol/ (tests/unit/CMakeLists.txt); elsewhere nothing is counted.
struct HeldMemory {
  std::ptrdiff_t now = 0;   // bytes; below 0 where another thread's memory was given back
  std::ptrdiff_t most = 0;  // the largest `now` since a PeakMemory began
};
inline constinit thread_local HeldMemory held_memory;

// The most memory that this thread held at once since the meter was made, beyond what it held then. Meters
// are not nested.
class PeakMemory {
 public:
  PeakMemory() : before_(held_memory.now) { held_memory.most = held_memory.now; }
  // Bytes, as the heap rounds them.
  std::size_t bytes() const { return static_cast<std::size_t>(held_memory.most - before_); }

 private:
  std::ptrdiff_t before_;
};

}  // namespace mapigate::wire
