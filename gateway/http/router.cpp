#include "gateway/http/router.hpp"

#include <algorithm>

#include "gateway/base/encoding.hpp"

namespace mapigate::http {

void Router::add(std::string path, Route route) {
  exact_.insert_or_assign(std::move(path), std::move(route));
}

void Router::add_prefix(std::string prefix, Route route) {
  prefixes_.emplace_back(std::move(prefix), std::move(route));
  std::ranges::stable_sort(prefixes_, std::greater{}, [](const auto& entry) { return entry.first.size(); });
}

const Route* Router::find(std::string_view path) const {
  if (const auto found = exact_.find(path); found != exact_.end()) return &found->second;
  for (const auto& [prefix, route] : prefixes_) {
    if (path.starts_with(prefix)) return &route;
  }
  return nullptr;
}

std::string normal_path(std::string_view target) {
  // "https://host/path", as clients of a proxy send it, RFC 9112 section 3.2.2.
  std::string path = to_lower(target.substr(0, target.find('?')));
  if (path.starts_with("http://") || path.starts_with("https://")) {
    const std::size_t slash = path.find('/', path.find("//") + 2);
    path = slash == path.npos ? "/" : path.substr(slash);
  }
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

}  // namespace mapigate::http
