#include "gateway/directory/user_rules.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"

namespace mapigate::directory {

namespace {

// The administrative group is named as in the DNs of an Exchange installation, which testers expect to see.
constexpr std::string_view recipients_container =
    "/o=Mapigate/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients";
constexpr std::size_t max_relative_name = 64;

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

Result<store::RedirectRecord> checked_url(const std::string& url) {
  constexpr std::string_view scheme = "https://";
  const auto refuse = [&](std::string_view reason) {
    return Error{fmt::format("{} is no target for a redirect: {}", printable(url), reason)};
  };
  if (url.size() > 2048) return refuse("it is longer than 2048 octets");
  if (!equal_ignoring_case(std::string_view(url).substr(0, scheme.size()), scheme)) {
    return refuse("clients follow https only, so it must begin with https://");
  }
  // RFC 3986 section 2: anything else must be percent-encoded.
  if (!std::ranges::all_of(url,
                           [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != '<' && c != '>'; })) {
    return refuse("it has a character that must be percent-encoded");
  }
  const std::string_view rest = std::string_view(url).substr(scheme.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::size_t colon = authority.find(':');
  const std::string_view port = colon == authority.npos ? "443" : authority.substr(colon + 1);
  if (port.empty() || port.size() > 5 ||
      !std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; })) {
    return refuse("the port is not a number");
  }
  if (const auto host = canonical_host_name(authority.substr(0, colon)); !host)
    return refuse(host.error().message);
  return store::RedirectRecord{true, url};
}

}  // namespace

Result<std::string> own_address(std::string_view address, const Domains& domains) {
  Result<std::string> canonical = canonical_address(address, domains);
  if (!canonical) return canonical;
  const std::string_view domain = std::string_view(*canonical).substr(canonical->rfind('@') + 1);
  if (!domains.domain_of(domain)) {
    return Error{fmt::format("{}: {} is not a [[domain]] of the configuration, nor an alias of one",
                             *canonical, domain)};
  }
  return canonical;
}

Result<std::string> checked_display_name(std::string_view name, const std::string& address) {
  const std::string_view trimmed = trim(name);
  if (trimmed.empty()) return address;
  if (trimmed.size() > 256) return Error{"the display name is longer than 256 octets"};
  if (!is_valid_utf8(trimmed)) return Error{"the display name is not valid UTF-8"};
  if (has_control_character(trimmed)) return Error{"the display name has a control character in it"};
  return std::string(trimmed);
}

Result<store::RedirectRecord> checked_redirect(const Redirect& redirect, const std::string& own_address,
                                               const Domains& domains) {
  if (redirect.kind == Redirect::Kind::url) return checked_url(redirect.target);
  const Result<std::string> target = canonical_address(redirect.target, domains);
  if (!target) return target.error();
  if (*target == own_address) return Error{fmt::format("{} cannot be redirected to itself", own_address)};
  return store::RedirectRecord{false, *target};
}

std::string new_mailbox_guid(RandomSource& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);  // version 4
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);  // variant of RFC 4122
  std::string text = to_hex(bytes);
  for (const std::size_t position : {8, 13, 18, 23}) text.insert(position, 1, '-');
  return text;
}

std::string new_legacy_dn(std::string_view mailbox_guid, std::string_view address) {
  std::string name;
  std::ranges::copy_if(mailbox_guid, std::back_inserter(name), [](char c) { return c != '-'; });
  name += '-';
  for (char c : address.substr(0, address.rfind('@'))) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    if (plain && name.size() < max_relative_name) name += c;
  }
  return fmt::format("{}/cn={}", recipients_container, name);
}

}  // namespace mapigate::directory
