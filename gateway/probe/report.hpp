#pragma once

#include <string>

#include "gateway/probe/probe.hpp"

namespace mapigate::probe {

// For people: the steps as a tree, then what is wrong and how to mend it. ANSI colours when asked for.
std::string as_tree(const Report& report, bool colour);

// {"format": 1, "address", "ending": "passed"|"warned"|"failed", "elapsed_ms",
//  "steps": [{"depth", "status", "elapsed_ms", "text"}], "remarks": [{"weight": "warning"|"error", "text",
//  "repair"}]}
std::string as_json(const Report& report);

}  // namespace mapigate::probe
