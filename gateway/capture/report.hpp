#pragma once

#include <string>

#include "protocol/decode/tree.hpp"

namespace mapigate::capture {

struct TreeStyle {
  bool colour = false;      // ANSI
  bool offsets = false;     // where in its buffer each field stands
  std::size_t width = 160;  // longer values are cut; 0: none is
};
// For people: a line for each field, indented; bytes that could not be read are marked.
std::string as_tree(const decode::Node& node, const TreeStyle& style);

// {"name", "value"?, "offset", "size", "unread"?: true, "fields"?: [...]}
std::string as_json(const decode::Node& node);

}  // namespace mapigate::capture
