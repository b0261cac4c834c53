#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gateway/base/result.hpp"

namespace mapigate {
class ConfigTable;
}

namespace mapigate::directory {

// One [[domain]] of the configuration; names are canonical (gateway/base/host_name.hpp).
struct Domain {
  std::string name;
  std::vector<std::string> aliases;  // user@alias is user@name
};

// The domains of the configuration and their aliases. Immutable.
class Domains {
 public:
  Domains() = default;
  // Names must be canonical and each occur once.
  explicit Domains(std::vector<Domain> domains);

  const std::vector<Domain>& all() const { return domains_; }
  // The domain that `canonical_name` is the name or an alias of; null when it is not configured. The pointer
  // lives as long as this object.
  const std::string* domain_of(std::string_view canonical_name) const;

 private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  std::vector<Domain> domains_;
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> domain_by_name_;
};

// Every [[domain]] of the file: `name`, `aliases`. Notes a problem for what is not a host name of two labels,
// and for a name that occurs twice, also as an alias of another domain.
std::vector<Domain> parse_domains(ConfigTable& root);

// The canonical form of an SMTP address: local part in lower case (ASCII letters), domain canonical, an alias
// domain replaced by its domain. Fails when it is not an address of at most 254 octets (RFC 5321 section
// 4.5.3.1.3), with a local part of at most 64 that is a dot-string (section 4.1.2; UTF-8 allowed, RFC 6531
// section 3.3). A quoted local part is refused: no mail client offers one.
Result<std::string> canonical_address(std::string_view address, const Domains& domains);

}  // namespace mapigate::directory
