#include "gateway/selfcheck/report_nagios.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace mapigate::selfcheck {

namespace {

constexpr std::array<std::string_view, 4> states{"OK", "WARNING", "CRITICAL", "UNKNOWN"};

}  // namespace

void NagiosWriter::name(const NameReport& name) {
  std::vector<std::string>* list = name.verdict == Verdict::fail      ? &failed_
                                   : name.verdict == Verdict::unknown ? &unknown_
                                   : name.verdict == Verdict::warn    ? &warned_
                                                                      : nullptr;
  if (!list || list->size() == max_names) return;
  std::string text = name.name.name;
  // Findings come worst first. Nothing in the line may be a '|': ids and host names have none.
  if (!name.findings.empty()) text += fmt::format(" ({})", to_string(name.findings.front().id));
  list->push_back(std::move(text));
}

std::string NagiosWriter::end(const RunReport& run) const {
  const Summary& summary = run.summary;
  std::string line =
      fmt::format("MAPIGATE {} - {} of {} names pass",
                  states[static_cast<std::size_t>(summary.exit_status())], summary.pass, summary.total());
  const auto add = [&](std::string_view what, std::size_t count, const std::vector<std::string>& names) {
    if (count == 0) return;
    line += fmt::format("; {} {}:", count, what);
    for (std::size_t i = 0; i < names.size(); ++i) line += fmt::format("{} {}", i == 0 ? "" : ",", names[i]);
    if (count > names.size()) line += fmt::format(" and {} more", count - names.size());
  };
  add("fail", summary.fail, failed_);
  add("unknown", summary.unknown, unknown_);
  add("warn", summary.warn, warned_);
  for (const Finding& finding : run.findings) line += fmt::format("; {}", to_string(finding.id));
  // 'label'=value[UOM];[warn];[crit];[min];[max], with thresholds that raise from the first name on.
  line +=
      fmt::format(" | pass={};;;0;{} warn={};0;;0;{} fail={};;0;0;{} unknown={};0;;0;{} time={:.3f}s;;;0",
                  summary.pass, summary.total(), summary.warn, summary.total(), summary.fail, summary.total(),
                  summary.unknown, summary.total(), std::chrono::duration<double>(run.elapsed).count());
  return line;
}

}  // namespace mapigate::selfcheck
