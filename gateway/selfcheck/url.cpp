#include "gateway/selfcheck/url.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"

namespace mapigate::selfcheck {

namespace {

constexpr std::size_t max_length = 2048;

std::uint16_t default_port(bool secure) { return secure ? 443 : 80; }

// Takes a scheme and its colon from the front of `text` (RFC 3986 section 3.1); empty when there is none.
std::string take_scheme(std::string_view& text) {
  const std::size_t end = text.find_first_of(":/?#");
  if (end == text.npos || text[end] != ':' || end == 0) return {};
  std::string scheme = to_lower(text.substr(0, end));
  text.remove_prefix(end + 1);
  return scheme;
}

Result<void> parse_authority(std::string_view text, Url& url) {
  if (text.find('@') != text.npos) return Error{"it contains a user name"};
  std::string_view host = text;
  std::string_view port;
  const std::size_t colon = text.rfind(':');
  if (colon != text.npos && text.find(']', colon) == text.npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
  }
  url.port = default_port(url.secure);
  if (!port.empty()) {
    const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (code != std::errc{} || end != port.data() + port.size() || url.port == 0)
      return Error{"its port is no port"};
  }
  boost::system::error_code not_an_address;
  if (host.starts_with('[') && host.ends_with(']')) {
    const std::string inner(host.substr(1, host.size() - 2));
    const auto address = boost::asio::ip::make_address_v6(inner, not_an_address);
    if (not_an_address || address.scope_id() != 0) return Error{"its host is no address"};
    url.host = address.to_string();
    return {};
  }
  const auto address = boost::asio::ip::make_address_v4(std::string(host), not_an_address);
  if (!not_an_address) {
    url.host = address.to_string();
    return {};
  }
  auto name = canonical_host_name(host);
  if (!name) return name.error();
  url.host = *std::move(name);
  return {};
}

// What a path relative to that of `base` is merged to (RFC 3986 section 5.2.3).
std::string merge(const Url& base, std::string_view relative) {
  const std::string_view path = std::string_view(base.target).substr(0, base.target.find('?'));
  if (relative.empty()) return base.target;
  if (relative.starts_with('?')) return std::string(path).append(relative);
  return std::string(path.substr(0, path.rfind('/') + 1)).append(relative);
}

}  // namespace

std::string Url::authority() const {
  const bool v6 = host.find(':') != host.npos;
  std::string text = v6 ? "[" + host + "]" : host;
  if (port != default_port(secure)) text += fmt::format(":{}", port);
  return text;
}

std::string Url::to_string() const {
  return fmt::format("{}://{}{}", secure ? "https" : "http", authority(), target);
}

std::optional<boost::asio::ip::address> Url::address() const {
  boost::system::error_code not_an_address;
  const auto found = boost::asio::ip::make_address(host, not_an_address);
  if (not_an_address) return std::nullopt;
  return found;
}

Result<Url> resolve_location(const Url& base, std::string_view location) {
  location = trim(location);
  if (location.empty()) return Error{"it has no Location"};
  if (location.size() > max_length) return Error{"its Location is too long"};
  if (!std::ranges::all_of(location, [](char c) { return c > 0x20 && c < 0x7F; })) {
    return Error{"its Location is not a URL"};
  }
  location = location.substr(0, location.find('#'));
  Url url = base;
  const std::string scheme = take_scheme(location);
  if (!scheme.empty()) {
    if (scheme != "https" && scheme != "http")
      return Error{fmt::format("its Location is a {} URL", printable(scheme, 20))};
    url.secure = scheme == "https";
    if (!location.starts_with("//")) return Error{"its Location names no host"};
  }
  if (location.starts_with("//")) {
    location.remove_prefix(2);
    const std::size_t end = std::min(location.find_first_of("/?"), location.size());
    if (auto ok = parse_authority(location.substr(0, end), url); !ok) return ok.error();
    location.remove_prefix(end);
    url.target = location.starts_with('/') ? std::string(location) : "/" + std::string(location);
    return url;
  }
  url.target = location.starts_with('/') ? std::string(location) : merge(base, location);
  return url;
}

}  // namespace mapigate::selfcheck
