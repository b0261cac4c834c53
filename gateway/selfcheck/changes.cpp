#include "gateway/selfcheck/changes.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace mapigate::selfcheck {

namespace {

std::string join(const std::vector<FindingId>& ids) {
  std::string text;
  for (const FindingId id : ids) text += fmt::format("{}{}", text.empty() ? "" : ", ", to_string(id));
  return text;
}

}  // namespace

NameResult result_of(const NameReport& report) {
  NameResult result{report.verdict, {}};
  for (const Finding& finding : report.findings) {
    if (finding.severity >= Severity::warning) result.findings.push_back(finding.id);
  }
  std::ranges::sort(result.findings);
  const auto repeated = std::ranges::unique(result.findings);
  result.findings.erase(repeated.begin(), repeated.end());
  return result;
}

std::vector<Change> changes(const Results& before, const Results& after) {
  std::vector<Change> out;
  for (const auto& [name, result] : after) {
    const auto old = before.find(name);
    if (old == before.end()) {
      out.push_back({name, std::nullopt, result.verdict, result.findings, {}});
      continue;
    }
    if (old->second == result) continue;
    Change change{name, old->second.verdict, result.verdict, {}, {}};
    std::ranges::set_difference(result.findings, old->second.findings, std::back_inserter(change.appeared));
    std::ranges::set_difference(old->second.findings, result.findings, std::back_inserter(change.gone));
    out.push_back(std::move(change));
  }
  for (const auto& [name, result] : before) {
    if (!after.contains(name)) out.push_back({name, result.verdict, std::nullopt, {}, result.findings});
  }
  std::ranges::sort(out, {}, &Change::name);
  return out;
}

std::string describe(const Change& change) {
  std::string text = change.name + ": ";
  if (!change.before) {
    text += fmt::format("new, {}", to_string(*change.after));
  } else if (!change.after) {
    text += fmt::format("no longer configured, was {}", to_string(*change.before));
  } else if (*change.before == *change.after) {
    text += fmt::format("still {}", to_string(*change.after));
  } else {
    text += fmt::format("{} -> {}", to_string(*change.before), to_string(*change.after));
  }
  if (!change.appeared.empty()) text += fmt::format(" (new: {})", join(change.appeared));
  if (change.after && !change.gone.empty()) text += fmt::format(" (gone: {})", join(change.gone));
  return text;
}

}  // namespace mapigate::selfcheck
