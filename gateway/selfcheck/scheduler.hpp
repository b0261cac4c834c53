#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/base/log.hpp"
#include "gateway/selfcheck/checker.hpp"
#include "gateway/selfcheck/gate.hpp"
#include "gateway/selfcheck/metrics.hpp"
#include "gateway/selfcheck/semaphore.hpp"
#include "gateway/selfcheck/whole_report.hpp"

namespace mapigate::selfcheck {

// Checks the gateway's names: once at the start, then again and again, and when it is asked to. Each round
// goes through the gate and is saved. One round runs at a time.
class Scheduler {
 public:
  struct Parts {
    boost::asio::any_io_executor
        executor;  // of one thread, on which all is awaited that does not say otherwise
    Checker& checker;
    Gate& gate;
    Metrics& metrics;
    const Clock& clock;
    RandomSource& random;
    const Logger& log;
  };

  // Reports of rounds with more names hold the steps of only so many, and of none that pass: they take
  // memory.
  static constexpr std::size_t max_names_with_steps = 500;

  Scheduler(const Config& config, std::vector<Name> names, Parts parts);

  // Reads the saved state and checks all names. Whether the gateway may start then: gate.may_start().
  // `on_progress` may be empty.
  boost::asio::awaitable<Report> start(Checker::OnProgress on_progress);
  // Rechecks until it is cancelled or the executor stops.
  boost::asio::awaitable<void> run();

  // Checks these names now, or all when there is none, and returns the report as JSON (report_json.hpp), with
  // the changes. Fails for a name that is not configured. May be awaited on any thread.
  boost::asio::awaitable<Result<std::string>> recheck(std::vector<std::string> names);
  // What is known now of all names, each from its last round. May be awaited on any thread.
  boost::asio::awaitable<std::string> report();

  // After a reload: names that are gone are forgotten, and new ones checked.
  boost::asio::awaitable<void> set_names(std::vector<Name> names);

 private:
  boost::asio::awaitable<Report> round(std::vector<Name> names, Checker::OnProgress on_progress);
  boost::asio::awaitable<Result<std::string>> recheck_here(std::vector<std::string> names);
  boost::asio::awaitable<std::string> report_here();
  void finish(Report& report, const Results& results);
  void keep(const Report& report);
  std::vector<Name> pick(const std::vector<std::string>& names) const;

  const Config config_;
  std::vector<Name> names_;
  Parts parts_;
  Semaphore one_round_;
  std::map<std::string, NameReport, std::less<>> last_;  // by name; what report() tells
  RunReport last_run_;
};

}  // namespace mapigate::selfcheck
