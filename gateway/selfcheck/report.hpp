#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/selfcheck/finding.hpp"
#include "gateway/selfcheck/method.hpp"
#include "gateway/selfcheck/names.hpp"
#include "gateway/selfcheck/step.hpp"
#include "gateway/selfcheck/verdict.hpp"

namespace mapigate::selfcheck {

struct MethodReport {
  MethodOutcome outcome;
  std::string where;          // a URL, or the name of the SRV record
  std::uint32_t elapsed = 0;  // microseconds
  std::vector<Step> steps;

  bool operator==(const MethodReport&) const = default;
};

// All that was found out about one name. Text is safe to print.
struct NameReport {
  Name name;
  Verdict verdict = Verdict::unknown;
  Route route;
  std::uint32_t elapsed = 0;            // microseconds
  std::array<MethodReport, 4> methods;  // index with Method
  std::vector<Step> other_steps;        // what belongs to no method: the TXT record
  std::vector<Finding> findings;        // settled, the worst first
  std::optional<bool> served;           // whether the gateway serves it; only the gateway knows
  bool gateway_refused = false;         // see Visit; not part of a written report
  bool gateway_connected = false;

  // One sentence on where Outlook ends.
  std::string headline() const;
  // Leaves verdict and findings, which is little.
  void drop_steps();
};

struct Summary {
  std::size_t pass = 0;
  std::size_t warn = 0;
  std::size_t fail = 0;
  std::size_t unknown = 0;

  void count(Verdict verdict);
  std::size_t total() const { return pass + warn + fail + unknown; }
  // 0 every name passes, 1 there is a warning or a name of which nothing is known, 2 a name fails, 3 nothing
  // is known of any name: the check could not run.
  int exit_status() const;
  bool operator==(const Summary&) const = default;
};

// What is said of a whole check, beside its names.
struct RunReport {
  std::chrono::system_clock::time_point started;
  std::chrono::microseconds elapsed{};
  std::string gateway_host;
  Summary summary;
  std::vector<Finding> findings;  // of no name in particular

  bool operator==(const RunReport&) const = default;
};

}  // namespace mapigate::selfcheck
