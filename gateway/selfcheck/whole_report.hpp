#pragma once

#include <optional>
#include <vector>

#include "gateway/selfcheck/changes.hpp"
#include "gateway/selfcheck/report.hpp"

namespace mapigate::selfcheck {

struct Report {
  RunReport run;
  std::vector<NameReport> names;
  std::optional<std::vector<Change>> changes;  // since the last check, where that is known
};

}  // namespace mapigate::selfcheck
