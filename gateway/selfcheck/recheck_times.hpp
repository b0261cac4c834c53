#pragma once

#include <chrono>

#include "gateway/base/random.hpp"

namespace mapigate::selfcheck {

// How often names are checked again.
struct RecheckTimes {
  using Duration = std::chrono::steady_clock::duration;

  // All names: the interval, 10 % more or less, so that several gateways do not check in step.
  static Duration all(std::chrono::milliseconds interval, RandomSource& random);
  // Names that do not pass, since somebody may be repairing them just now: a twelfth of the interval, at
  // least a minute and never more than the interval; after 24 such rounds, in which nobody did, as the
  // others.
  static Duration doubtful(std::chrono::milliseconds interval, int rounds_before, RandomSource& random);
};

}  // namespace mapigate::selfcheck
