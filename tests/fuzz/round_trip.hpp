#pragma once

#include <cstdlib>

#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::fuzz {

// What libFuzzer takes for a finding.
inline void require(bool condition) {
  if (!condition) std::abort();
}

// What can be read can be written, and what was written reads and writes the same again. (The bytes given may
// differ: reserved ones are not kept, and a Boolean is read from any nonzero byte.)
template <class T>
void round_trip(wire::ByteView data) {
  const auto value = wire::parse<T>(data);
  if (!value) return;
  const auto written = wire::serialize(*value);
  require(written.has_value());
  require(written->size() == data.size());
  const auto again = wire::parse<T>(*written);
  require(again.has_value());
  require(wire::serialize(*again).value() == *written);
}

}  // namespace mapigate::fuzz
