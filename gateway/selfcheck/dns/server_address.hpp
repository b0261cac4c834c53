#pragma once

#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/result.hpp"

namespace mapigate::dns {

// Where a resolver listens, UDP and TCP alike.
struct ServerAddress {
  boost::asio::ip::address address;
  std::uint16_t port = 53;

  // "127.0.0.1:53", "[::1]:53"
  std::string to_string() const;
  bool operator==(const ServerAddress&) const = default;
};

// Reads "9.9.9.9", "127.0.0.1:5353", "2620:fe::fe", "[::1]" or "[::1]:53". Fails for host names, for port 0,
// for addresses nobody answers at (unspecified, multicast) and for IPv6 addresses with a zone.
Result<ServerAddress> parse_server_address(std::string_view text);

// The resolvers of the system's configuration file, read by c-ares; 127.0.0.1 when the file names none.
std::vector<ServerAddress> system_servers(const std::string& resolv_conf = "/etc/resolv.conf");

}  // namespace mapigate::dns
