#include "gateway/selfcheck/dns/server_address.hpp"

#include <ares.h>
#include <arpa/inet.h>
#include <fmt/core.h>

#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <cstring>
#include <memory>

#include "gateway/base/encoding.hpp"

namespace mapigate::dns {

namespace ip = boost::asio::ip;

std::string ServerAddress::to_string() const {
  return address.is_v6() ? fmt::format("[{}]:{}", address.to_string(), port)
                         : fmt::format("{}:{}", address.to_string(), port);
}

Result<ServerAddress> parse_server_address(std::string_view text) {
  const auto fail = [&](std::string_view reason) {
    return Error{fmt::format("\"{}\" {}; write a resolver as \"9.9.9.9\", \"127.0.0.1:5353\" or \"[::1]:53\"",
                             printable(text, 80), reason)};
  };

  std::string_view address = text;
  std::string_view port;
  bool has_port = false;
  if (text.starts_with('[')) {
    const auto bracket = text.find(']');
    if (bracket == std::string_view::npos) return fail("has no closing bracket");
    address = text.substr(1, bracket - 1);
    port = text.substr(bracket + 1);
    has_port = !port.empty();
    if (has_port && !port.starts_with(':')) return fail("has something else than a port behind its bracket");
    if (address.find(':') == std::string_view::npos) return fail("is not an IPv6 address in brackets");
  } else if (const auto colon = text.find(':'); colon != std::string_view::npos && colon == text.rfind(':')) {
    // More than one colon without brackets is an IPv6 address, all of it.
    address = text.substr(0, colon);
    port = text.substr(colon);
    has_port = true;
  }
  if (has_port) port.remove_prefix(1);

  ServerAddress server;
  if (address.find('%') != std::string_view::npos)
    return fail("has an IPv6 zone, which resolvers cannot have here");
  boost::system::error_code error;
  server.address = ip::make_address(address, error);
  if (error) return fail("is not an IP address");
  if (server.address.is_unspecified() || server.address.is_multicast() ||
      (server.address.is_v4() && server.address.to_v4() == ip::address_v4::broadcast()))
    return fail("is not the address of one host");

  if (has_port) {
    const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), server.port);
    if (code != std::errc{} || end != port.data() + port.size() || server.port == 0)
      return fail("has no port between 1 and 65535 behind its colon");
  }
  return server;
}

std::vector<ServerAddress> system_servers(const std::string& resolv_conf) {
  std::vector<ServerAddress> servers;
  ares_options options{};
  std::string path = resolv_conf;
  options.resolvconf_path = path.data();
  ares_channel channel = nullptr;
  if (ares_init_options(&channel, &options, ARES_OPT_RESOLVCONF) != ARES_SUCCESS) return servers;
  const std::unique_ptr<ares_channeldata, decltype(&ares_destroy)> owner(channel, ares_destroy);

  ares_addr_port_node* list = nullptr;
  if (ares_get_servers_ports(channel, &list) != ARES_SUCCESS) return servers;
  const std::unique_ptr<void, decltype(&ares_free_data)> list_owner(list, ares_free_data);
  for (const ares_addr_port_node* node = list; node; node = node->next) {
    ServerAddress server;
    if (node->family == AF_INET) {
      ip::address_v4::bytes_type bytes;
      std::memcpy(bytes.data(), &node->addr.addr4, bytes.size());
      server.address = ip::address_v4(bytes);
    } else {
      ip::address_v6::bytes_type bytes;
      std::memcpy(bytes.data(), &node->addr.addr6, bytes.size());
      server.address = ip::address_v6(bytes);
    }
    if (node->udp_port != 0) server.port = static_cast<std::uint16_t>(node->udp_port);
    servers.push_back(server);
  }
  return servers;
}

}  // namespace mapigate::dns
