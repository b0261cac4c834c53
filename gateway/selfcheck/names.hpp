#pragma once

#include <string>
#include <vector>

#include "gateway/directory/domains.hpp"

namespace mapigate::selfcheck {

// What is checked: a domain, or an alias of one. Canonical (gateway/base/host_name.hpp).
struct Name {
  std::string name;
  std::string alias_of;  // empty for a domain itself

  bool operator==(const Name&) const = default;
};

// Every domain, each followed by its aliases.
inline std::vector<Name> names_of(const std::vector<directory::Domain>& domains) {
  std::vector<Name> names;
  for (const directory::Domain& domain : domains) {
    names.push_back({domain.name, {}});
    for (const std::string& alias : domain.aliases) names.push_back({alias, domain.name});
  }
  return names;
}

}  // namespace mapigate::selfcheck
