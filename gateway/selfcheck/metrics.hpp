#pragma once

#include <chrono>
#include <memory>

#include "gateway/selfcheck/gate.hpp"
#include "gateway/selfcheck/report.hpp"

namespace prometheus {
class Registry;
}

namespace mapigate::selfcheck {

// What the self-check tells Prometheus:
//   mapigate_selfcheck_names{verdict}            names by their last verdict
//   mapigate_selfcheck_served_names              names that are served
//   mapigate_selfcheck_rounds_total              rounds done
//   mapigate_selfcheck_round_seconds             how long the last round took
//   mapigate_selfcheck_last_round_timestamp_seconds
//   mapigate_selfcheck_changes_total{change}     "served", "dropped", and changes of verdict: "pass", "warn",
//   ...
class Metrics {
 public:
  explicit Metrics(prometheus::Registry& registry);
  ~Metrics();

  void count(const Gate::Event& event);
  void round_done(const RunReport& run, const Gate& gate);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace mapigate::selfcheck
