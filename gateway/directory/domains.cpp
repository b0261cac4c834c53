#include "gateway/directory/domains.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/config_reader.hpp"
#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"

namespace mapigate::directory {

namespace {

// RFC 5322 section 3.2.3 atext, and any character outside ASCII (RFC 6531 section 3.3).
bool is_atext(char c) {
  if (static_cast<unsigned char>(c) >= 0x80) return true;
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

bool is_dot_string(std::string_view local) {
  if (local.empty() || local.front() == '.' || local.back() == '.' || local.find("..") != local.npos)
    return false;
  return std::ranges::all_of(local, [](char c) { return c == '.' || is_atext(c); });
}

// One name of the configuration, noted as taken.
class NameCheck {
 public:
  // Nothing when the name is no host name or is taken; then `complaint` says so.
  std::optional<std::string> take(const std::string& name, const std::string& owner, std::string& complaint) {
    const Result<std::string> canonical = canonical_host_name(name, 2);
    if (!canonical) {
      complaint = canonical.error().message;
      return std::nullopt;
    }
    const auto [place, added] = owner_.emplace(*canonical, owner.empty() ? *canonical : owner);
    if (added) return *canonical;
    complaint = fmt::format("{} is already a name of the domain {}", *canonical, place->second);
    return std::nullopt;
  }

 private:
  std::unordered_map<std::string, std::string> owner_;
};

}  // namespace

Domains::Domains(std::vector<Domain> domains) : domains_(std::move(domains)) {
  for (const Domain& domain : domains_) {
    domain_by_name_.emplace(domain.name, domain.name);
    for (const std::string& alias : domain.aliases) domain_by_name_.emplace(alias, domain.name);
  }
}

const std::string* Domains::domain_of(std::string_view canonical_name) const {
  const auto found = domain_by_name_.find(canonical_name);
  return found == domain_by_name_.end() ? nullptr : &found->second;
}

std::vector<Domain> parse_domains(ConfigTable& root) {
  std::vector<Domain> domains;
  NameCheck names;
  for (ConfigTable& table : root.tables("domain")) {
    Domain domain;
    std::string complaint;
    const std::string name = table.text("name", "");
    if (name.empty()) {
      table.problem("name", "the domain needs a name");
    } else if (const auto canonical = names.take(name, "", complaint)) {
      domain.name = *canonical;
    } else {
      table.problem("name", complaint);
    }
    const std::vector<std::string> aliases = table.texts("aliases", {});
    for (std::size_t i = 0; i < aliases.size(); ++i) {
      if (const auto canonical = names.take(aliases[i], domain.name, complaint)) {
        domain.aliases.push_back(*canonical);
      } else {
        table.problem("aliases", i, complaint);
      }
    }
    if (!domain.name.empty()) domains.push_back(std::move(domain));
  }
  if (!root.has("domain")) root.problem("domain", "there must be at least one [[domain]]");
  return domains;
}

Result<std::string> canonical_address(std::string_view address, const Domains& domains) {
  const auto refuse = [&](std::string_view reason) {
    return Error{fmt::format("{} is not an e-mail address: {}", printable(address), reason)};
  };
  if (address.size() > 254) return refuse("it is longer than 254 octets");
  const std::size_t at = address.rfind('@');
  if (at == address.npos) return refuse("there is no @ in it");
  const std::string_view local = address.substr(0, at);
  if (local.size() > 64) return refuse("the part before the @ is longer than 64 octets");
  if (!is_dot_string(local) || !is_valid_utf8(local)) {
    return refuse("the part before the @ has a character that is not allowed there");
  }
  const Result<std::string> host = canonical_host_name(address.substr(at + 1), 2);
  if (!host) return refuse(host.error().message);
  const std::string* domain = domains.domain_of(*host);
  return fmt::format("{}@{}", to_lower(local), domain ? *domain : *host);
}

}  // namespace mapigate::directory
