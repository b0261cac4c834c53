#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mapigate::selfcheck {

enum class StepStatus : std::uint8_t {
  ok,
  warning,
  failed,
  skipped,  // not tested
  info,     // neither good nor bad: a record that is not there
};

// One line of what was done and seen. Text is safe to print.
struct Step {
  std::uint8_t depth = 0;  // 0 below the method
  StepStatus status = StepStatus::ok;
  std::uint32_t elapsed = 0;  // microseconds
  std::string text;

  bool operator==(const Step&) const = default;
};

// A tree in pre-order: the steps below a step follow it, at a greater depth. Ten thousand names are kept like
// this at once, which is why it is not a tree of nodes.
class Steps {
 public:
  void add(StepStatus status, std::chrono::steady_clock::duration elapsed, std::string text) {
    steps_.push_back({0, status, microseconds(elapsed), std::move(text)});
  }
  // Puts the steps below the last one of depth 0, or at depth 0 themselves when there is none.
  void add_below(Steps steps) { append(std::move(steps), steps_.empty() ? 0 : 1); }
  void append(Steps steps, int deeper = 0) {
    for (Step& step : steps.steps_) {
      step.depth = static_cast<std::uint8_t>(step.depth + deeper);
      steps_.push_back(std::move(step));
    }
  }
  const std::vector<Step>& all() const { return steps_; }
  std::vector<Step> take() && { return std::move(steps_); }

 private:
  static std::uint32_t microseconds(std::chrono::steady_clock::duration elapsed) {
    const auto count = std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
    return count < 0 ? 0 : count > UINT32_MAX ? UINT32_MAX : static_cast<std::uint32_t>(count);
  }

  std::vector<Step> steps_;
};

}  // namespace mapigate::selfcheck
