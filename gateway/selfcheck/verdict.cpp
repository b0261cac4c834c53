#include "gateway/selfcheck/verdict.hpp"

#include <algorithm>

namespace mapigate::selfcheck {

namespace {

constexpr std::array<std::string_view, 4> verdict_names{"pass", "warn", "fail", "unknown"};

constexpr MethodOutcome of(const MethodOutcomes& outcomes, Method method) {
  return outcomes[static_cast<std::size_t>(method)];
}

Severity severity_on(const Route& route, const Finding& finding) {
  const FindingRule& rule = rule_of(finding.id);
  if (route.via) {
    if (!finding.method) return rule.beside;
    if (*finding.method < *route.via) return rule.passed;
    if (*finding.method == *route.via) return rule.beside;
    return std::min(rule.passed, Severity::notice);  // Outlook does not come that far
  }
  if (!finding.method) return rule.blocking;
  if (route.captured_by && *finding.method > *route.captured_by)
    return std::min(rule.blocking, Severity::warning);
  // A company's web site at the root is as it should be; it is not what the name fails for.
  if (finding.method == Method::https_root && route.captured_by != Method::https_root) return rule.passed;
  return rule.blocking;
}

}  // namespace

std::string_view to_string(Verdict verdict) { return verdict_names[static_cast<std::size_t>(verdict)]; }

std::optional<Verdict> verdict_from_string(std::string_view text) {
  const auto name = std::ranges::find(verdict_names, text);
  if (name == verdict_names.end()) return std::nullopt;
  return static_cast<Verdict>(name - verdict_names.begin());
}

Route route_of(const MethodOutcomes& outcomes) {
  Route route;
  for (const Method method : all_methods) {
    const MethodOutcome outcome = of(outcomes, method);
    if (outcome.outcome == Outcome::reached) {
      route.via = method;
      return route;
    }
    if (outcome.captures) {
      route.captured_by = method;
      return route;
    }
  }
  bool set_up = false;
  for (const Method method : {Method::https_autodiscover, Method::http_redirect, Method::srv}) {
    const Outcome outcome = of(outcomes, method).outcome;
    set_up = set_up || outcome != Outcome::absent;
    route.untested = route.untested || outcome == Outcome::untested;
  }
  if (!set_up) route.untested = of(outcomes, Method::https_root).outcome == Outcome::untested;
  return route;
}

void settle(std::vector<Finding>& findings, const Route& route) {
  for (Finding& finding : findings) finding.severity = severity_on(route, finding);
  std::erase_if(findings, [](const Finding& finding) { return finding.severity == Severity::none; });
  std::ranges::stable_sort(findings, std::ranges::greater{}, &Finding::severity);
}

Verdict verdict_of(const Route& route, const std::vector<Finding>& findings) {
  if (!route.via) return route.untested ? Verdict::unknown : Verdict::fail;
  const bool warned = std::ranges::any_of(
      findings, [](const Finding& finding) { return finding.severity >= Severity::warning; });
  return warned ? Verdict::warn : Verdict::pass;
}

}  // namespace mapigate::selfcheck
