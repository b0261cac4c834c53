#pragma once

#include <chrono>
#include <compare>

#include "protocol/wire/bytes.hpp"

namespace mapigate::wire {

// MS-DTYP section 2.3.3: 100-nanosecond intervals since 1601-01-01 00:00 UTC. Two 32-bit halves, the low one
// first, are the same bytes as one little-endian 64-bit number.
struct FileTime {
  u64 ticks = 0;

  using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
  using SystemTime = std::chrono::time_point<std::chrono::system_clock, Ticks>;

  // Times before 1601 become 1601-01-01.
  static FileTime from(SystemTime time);
  // Beyond what SystemTime can hold: its last moment.
  SystemTime time() const;

  auto operator<=>(const FileTime&) const = default;
  static void fields(auto& self, auto& archive) { archive("FileTime", self.ticks); }
};

}  // namespace mapigate::wire
