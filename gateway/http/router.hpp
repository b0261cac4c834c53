#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/http/message.hpp"

namespace mapigate::http {

struct Route {
  Handler handler;
  std::size_t max_body = 0;  // bytes; a longer body is answered 413
};

// Finds the handler for a path. Filled at start, then only read.
class Router {
 public:
  // `path` is lower case and has no final slash; it matches whole.
  void add(std::string path, Route route);
  // Matches every path that begins with `prefix`; exact routes come first, then longer prefixes.
  void add_prefix(std::string prefix, Route route);
  // Null when no route matches.
  const Route* find(std::string_view path) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, Route, Hash, std::equal_to<>> exact_;
  std::vector<std::pair<std::string, Route>> prefixes_;  // longest first
};

// The form in which paths are routed: lower case, no scheme and host, no query, no final slash but in "/".
std::string normal_path(std::string_view target);

}  // namespace mapigate::http
