#pragma once

#include <string_view>

namespace mapigate {

// Which domains and aliases the gateway serves now: those that passed the self-check. The answer changes
// while the gateway runs. May be called from any thread.
class ServedNames {
 public:
  virtual ~ServedNames() = default;
  // `canonical_domain` in the form of canonical_host_name(); any other form is not served.
  virtual bool serves(std::string_view canonical_domain) const = 0;
};

}  // namespace mapigate
