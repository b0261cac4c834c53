#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "gateway/selfcheck/finding.hpp"
#include "gateway/selfcheck/method.hpp"

namespace mapigate::selfcheck {

enum class Verdict : std::uint8_t {
  pass,     // Outlook, trying in its order, ends at this gateway
  warn,     // it does, but something prompts or slows its user
  fail,     // it does not
  unknown,  // it could not be found out
};

std::string_view to_string(Verdict verdict);
std::optional<Verdict> verdict_from_string(std::string_view text);

// Outcomes in Outlook's order: index with Method.
using MethodOutcomes = std::array<MethodOutcome, 4>;

// Where Outlook ends.
struct Route {
  std::optional<Method> via;          // at this gateway, by this method
  std::optional<Method> captured_by;  // at somebody else, by this method
  bool untested = false;              // neither, and what could not be tested might lead to this gateway

  bool operator==(const Route&) const = default;
};

// The first method that reaches this gateway, or somebody else who answers Autodiscover, decides; Outlook
// goes on from all others. Where none decides, the name is `unknown` (Route::untested) when a method that is
// set up for Autodiscover could not be tested, or when the root is all there is and could not be. A root that
// could not be tested next to an `autodiscover.` host that is tested and broken does not hide that fault.
Route route_of(const MethodOutcomes& outcomes);

// Gives each finding the severity it has on this route (FindingRule), and takes out those that do not matter.
void settle(std::vector<Finding>& findings, const Route& route);

// From the route and the settled findings.
Verdict verdict_of(const Route& route, const std::vector<Finding>& findings);

}  // namespace mapigate::selfcheck
