#include "protocol/oxnspi/legacy_dn.hpp"

#include <algorithm>
#include <utility>

namespace mapigate::oxnspi {

namespace {

constexpr std::size_t max_part = 64;
constexpr std::size_t max_parts_together = 256;
constexpr std::size_t max_common_names = 14;
constexpr std::string_view container_prefix = "/guid=";

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

bool valid_part(std::string_view part) {
  if (part.empty() || part.size() > max_part || part.front() == ' ' || part.back() == ' ') return false;
  return std::ranges::all_of(part, [](char c) { return c >= ' ' && c <= '~' && c != '/'; });
}

// The part behind `type` with which the text begins, which is taken off it; nothing where it begins
// otherwise.
std::optional<std::string> take_part(std::string_view& text, std::string_view type) {
  if (!same_dn(text.substr(0, type.size()), type)) return std::nullopt;
  const auto end = std::min(text.find('/', type.size()), text.size());
  std::string part(text.substr(type.size(), end - type.size()));
  text.remove_prefix(end);
  return part;
}

}  // namespace

bool same_dn(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, upper, upper); }

std::string dn_key(std::string_view text) {
  std::string key(text);
  std::ranges::transform(key, key.begin(), upper);
  return key;
}

std::optional<LegacyDn> LegacyDn::from_text(std::string_view text) {
  LegacyDn dn;
  auto organization = take_part(text, "/o=");
  if (!organization) return std::nullopt;
  dn.organization = std::move(*organization);
  if (!text.empty()) {
    auto unit = take_part(text, "/ou=");
    if (!unit) return std::nullopt;
    dn.organizational_unit = std::move(*unit);
    while (!text.empty()) {
      auto name = take_part(text, "/cn=");
      if (!name || dn.common_names.size() == max_common_names) return std::nullopt;
      dn.common_names.push_back(std::move(*name));
    }
    // What would be the DN of an organization, but with an empty unit.
    if (dn.common_names.empty()) return std::nullopt;
  }
  if (!dn.valid()) return std::nullopt;
  return dn;
}

std::string LegacyDn::text() const {
  std::string text = "/o=" + organization;
  if (!organizational_unit.empty()) text.append("/ou=").append(organizational_unit);
  for (const auto& name : common_names) text.append("/cn=").append(name);
  return text;
}

bool LegacyDn::valid() const {
  if (!valid_part(organization)) return false;
  if (organizational_unit.empty() && common_names.empty()) return true;
  if (!valid_part(organizational_unit) || common_names.empty() || common_names.size() > max_common_names) {
    return false;
  }
  auto together = organization.size() + organizational_unit.size();
  for (const auto& name : common_names) together += name.size();
  return together <= max_parts_together && std::ranges::all_of(common_names, valid_part);
}

LegacyDn recipient_dn(std::string organization, std::string organizational_unit, std::string name) {
  return {std::move(organization), std::move(organizational_unit), {"Recipients", std::move(name)}};
}

std::optional<AddressListDn> AddressListDn::from_text(std::string_view text) {
  if (text == "/") return AddressListDn{};
  if (!same_dn(text.substr(0, container_prefix.size()), container_prefix)) return std::nullopt;
  text.remove_prefix(container_prefix.size());
  if (text.size() != 32) return std::nullopt;
  std::string with_hyphens(text);
  for (const std::size_t at : {20, 16, 12, 8}) with_hyphens.insert(at, 1, '-');
  const auto guid = wire::Guid::from_text(with_hyphens);
  if (!guid) return std::nullopt;
  return AddressListDn{*guid};
}

std::string AddressListDn::text() const {
  if (!container) return "/";
  auto digits = dn_key(container->text());
  std::erase(digits, '-');
  return std::string(container_prefix) + digits;
}

}  // namespace mapigate::oxnspi
