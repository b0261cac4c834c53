#pragma once

#include <string>
#include <vector>

#include "gateway/selfcheck/report.hpp"

namespace mapigate::selfcheck {

// The report as a monitoring plugin writes it (Monitoring Plugins Development Guidelines, "Plugin Output" and
// "Performance data"): one line, the worst names first, then perfdata behind a '|'. The exit status is
// Summary::exit_status(), which has the meaning of plugin exit codes.
class NagiosWriter {
 public:
  void name(const NameReport& name);
  // The line, without a line feed.
  std::string end(const RunReport& run) const;

 private:
  static constexpr std::size_t max_names = 10;
  std::vector<std::string> failed_, unknown_, warned_;  // at most max_names each
};

}  // namespace mapigate::selfcheck
