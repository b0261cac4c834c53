#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/result.hpp"

namespace mapigate::selfcheck {

// A http or https URL as it is requested: no user information, no fragment.
struct Url {
  bool secure = true;
  std::string host;  // canonical host name, or an address (v6 without brackets)
  std::uint16_t port = 443;
  std::string target;  // path and query, printable ASCII without spaces

  // Without the port where it is the scheme's own.
  std::string to_string() const;
  // For the Host header: host, and the port where it is not the scheme's own.
  std::string authority() const;
  // Nothing when the host is a name.
  std::optional<boost::asio::ip::address> address() const;
  bool operator==(const Url&) const = default;
};

inline constexpr std::string_view autodiscover_path = "/autodiscover/autodiscover.xml";

// Where a redirect of `base` with this Location leads (RFC 3986 section 5.2, dot segments left to the
// server). Fails for anything that is not a http or https URL to a host name or an address, or is longer than
// 2048.
Result<Url> resolve_location(const Url& base, std::string_view location);

}  // namespace mapigate::selfcheck
