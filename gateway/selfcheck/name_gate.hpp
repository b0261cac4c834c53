#pragma once

#include <chrono>
#include <optional>

#include "gateway/selfcheck/config.hpp"
#include "gateway/selfcheck/verdict.hpp"

namespace mapigate::selfcheck {

struct GatePolicy {
  Require require = Require::any;
  int drop_after = 3;  // at least 1
  std::chrono::system_clock::duration unknown_grace{};
};

// Whether one name is served, and why. A pure state machine: the verdicts of round after round go in.
struct NameGate {
  using Time = std::chrono::system_clock::time_point;

  bool served = false;
  int failed_rounds = 0;         // in a row; rounds in which nothing was known do not count
  std::optional<Verdict> known;  // the last verdict that was not `unknown`
  Time known_at{};
  Time good_at{};  // the last pass or warn

  bool operator==(const NameGate&) const = default;
};

enum class GateChange { none, served, dropped };

// A name that passes or warns is served at once. One that is served and fails is dropped with the failed
// round number `drop_after`. Where nothing is known the last verdict holds for `unknown_grace`: a name that
// is served stays so, and one that was good before a restart is served again. With Require::none every name
// is served.
GateChange advance(NameGate& gate, Verdict verdict, NameGate::Time now, const GatePolicy& policy);

}  // namespace mapigate::selfcheck
