#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/selfcheck/finding_ids.hpp"
#include "gateway/selfcheck/method.hpp"

namespace mapigate::selfcheck {

// Something to know about a name, and what to do about it. All text is safe to print.
struct Finding {
  FindingId id;
  Severity severity = Severity::none;  // set by settle()
  std::optional<Method> method;        // empty: of the name as a whole
  std::string text;                    // one sentence, without a full stop
  std::vector<std::string> addresses;  // of the host the sentence is about; empty when it holds for all
  std::string repair;                  // the line to paste; several are separated by '\n'; may be empty

  bool operator==(const Finding&) const = default;
};

std::string_view to_string(FindingId id);
std::string_view to_string(Severity severity);
std::optional<FindingId> finding_from_string(std::string_view text);
std::optional<Severity> severity_from_string(std::string_view text);

// Findings in which a sentence occurs once a method, with all the addresses it holds for.
class Findings {
 public:
  void add(Finding finding);
  void add(std::vector<Finding> findings);
  std::vector<Finding> take() && { return std::move(findings_); }
  const std::vector<Finding>& all() const { return findings_; }

 private:
  std::vector<Finding> findings_;
};

}  // namespace mapigate::selfcheck
