#include "gateway/selfcheck/finding.hpp"

#include <algorithm>

namespace mapigate::selfcheck {

namespace {

constexpr bool rules_are_in_order() {
  for (std::size_t i = 0; i < finding_rules.size(); ++i) {
    if (finding_rules[i].id != static_cast<FindingId>(i)) return false;
  }
  return finding_rules.back().id == FindingId::gateway_not_running;
}
static_assert(rules_are_in_order());

constexpr std::array<std::string_view, 4> severity_names{"none", "notice", "warning", "error"};

}  // namespace

std::string_view to_string(FindingId id) { return rule_of(id).name; }
std::string_view to_string(Severity severity) { return severity_names[static_cast<std::size_t>(severity)]; }

std::optional<FindingId> finding_from_string(std::string_view text) {
  const auto rule = std::ranges::find(finding_rules, text, &FindingRule::name);
  if (rule == finding_rules.end()) return std::nullopt;
  return rule->id;
}

std::optional<Severity> severity_from_string(std::string_view text) {
  const auto name = std::ranges::find(severity_names, text);
  if (name == severity_names.end()) return std::nullopt;
  return static_cast<Severity>(name - severity_names.begin());
}

void Findings::add(Finding finding) {
  for (Finding& known : findings_) {
    if (known.id != finding.id || known.method != finding.method || known.text != finding.text) continue;
    for (std::string& address : finding.addresses) {
      if (std::ranges::find(known.addresses, address) == known.addresses.end()) {
        known.addresses.push_back(std::move(address));
      }
    }
    return;
  }
  findings_.push_back(std::move(finding));
}

void Findings::add(std::vector<Finding> findings) {
  for (Finding& finding : findings) add(std::move(finding));
}

}  // namespace mapigate::selfcheck
