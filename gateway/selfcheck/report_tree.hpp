#pragma once

#include <ostream>
#include <vector>

#include "gateway/selfcheck/changes.hpp"
#include "gateway/selfcheck/report.hpp"

namespace mapigate::selfcheck {

struct TreeOptions {
  bool colour = false;  // escape sequences of ECMA-48
  bool brief = false;   // no steps of names that pass
};

// The report for people: a tree of what was done, name by name, then the totals.
class TreeWriter {
 public:
  TreeWriter(std::ostream& out, TreeOptions options) : out_(out), options_(options) {}

  void name(const NameReport& name);
  void end(const RunReport& run);
  void changes(const std::vector<Change>& changes);

 private:
  void findings(const std::vector<Finding>& findings);
  void steps(const std::vector<Step>& steps, int indent);
  // Nothing for no time at all, as in a report that was shortened.
  std::string time(std::uint32_t microseconds) const;
  std::string paint(std::string_view text, std::string_view colour) const;
  std::string paint(Verdict verdict, std::string_view text) const;

  std::ostream& out_;
  TreeOptions options_;
};

}  // namespace mapigate::selfcheck
