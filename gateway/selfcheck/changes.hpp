#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/selfcheck/finding_ids.hpp"
#include "gateway/selfcheck/report.hpp"

namespace mapigate::selfcheck {

// What is remembered of one name between two checks.
struct NameResult {
  Verdict verdict = Verdict::unknown;
  std::vector<FindingId> findings;  // warnings and errors, each once, in the order of FindingId

  bool operator==(const NameResult&) const = default;
};

NameResult result_of(const NameReport& report);

// How a name differs from the last check.
struct Change {
  std::string name;
  std::optional<Verdict> before;  // nothing: the name is new
  std::optional<Verdict> after;   // nothing: the name is gone
  std::vector<FindingId> appeared;
  std::vector<FindingId> gone;

  bool operator==(const Change&) const = default;
};

using Results = std::map<std::string, NameResult, std::less<>>;

// In the order of the names; those that did not change are left out.
std::vector<Change> changes(const Results& before, const Results& after);

// "example.com: pass -> fail (new: CERT_EXPIRED)"
std::string describe(const Change& change);

}  // namespace mapigate::selfcheck
