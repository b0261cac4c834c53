#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "gateway/base/encoding.hpp"
#include "gateway/probe/probe.hpp"

namespace mapigate::probe {

// Collects the steps of a probe as a tree in pre-order, and what is to be said about them.
class Trail {
 public:
  using StepStatus = selfcheck::StepStatus;

  // A step that others stand below until the returned object ends. Its outcome is set when it is known.
  class Section {
   public:
    Section(Trail& trail, std::string text) : trail_(trail), index_(trail.steps_.size()) {
      trail.add(StepStatus::info, Clock::SteadyTime::duration::zero(), std::move(text));
      ++trail.depth_;
      started_ = std::chrono::steady_clock::now();
    }
    ~Section() { --trail_.depth_; }
    Section(const Section&) = delete;
    Section& operator=(const Section&) = delete;

    // For a way that did not lead to the aim: failed when something on it was, else it is just not there.
    StepStatus without_success() const {
      for (std::size_t i = index_ + 1; i < trail_.steps_.size(); ++i) {
        if (trail_.steps_[i].status == StepStatus::failed) return StepStatus::failed;
      }
      return StepStatus::info;
    }

    void end(StepStatus status) {
      selfcheck::Step& step = trail_.steps_[index_];
      step.status = status;
      step.elapsed = static_cast<std::uint32_t>(
          std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started_)
              .count());
    }

   private:
    Trail& trail_;
    std::size_t index_;
    std::chrono::steady_clock::time_point started_;
  };

  // `text` is made safe to print here.
  void add(StepStatus status, std::chrono::steady_clock::duration elapsed, std::string_view text) {
    selfcheck::Steps one;
    one.add(status, elapsed, printable(text, 400));
    selfcheck::Step step = std::move(one).take().front();
    step.depth = depth_;
    steps_.push_back(std::move(step));
  }
  void remark(Ending weight, std::string_view text, std::string_view repair = {}) {
    remarks_.push_back({weight, printable(text, 400), printable(repair, 400)});
  }

  std::vector<selfcheck::Step> take_steps() { return std::move(steps_); }
  std::vector<Remark> take_remarks() { return std::move(remarks_); }

 private:
  std::vector<selfcheck::Step> steps_;
  std::vector<Remark> remarks_;
  std::uint8_t depth_ = 0;
};

// How long something took.
class Stopwatch {
 public:
  std::chrono::steady_clock::duration elapsed() const { return std::chrono::steady_clock::now() - started_; }

 private:
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

}  // namespace mapigate::probe
