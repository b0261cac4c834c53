#pragma once

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "gateway/base/config_reader.hpp"
#include "gateway/http/certificate_store.hpp"

namespace mapigate::http {

// [server]
struct ServerConfig {
  std::string hostname;                                         // where Outlook is sent to
  std::uint16_t public_port = 443;  // at which Outlook reaches `listen`: another one behind a port forwarding
  std::vector<boost::asio::ip::tcp::endpoint> listen;           // https
  std::vector<boost::asio::ip::tcp::endpoint> redirect_listen;  // http, redirects only
  std::vector<boost::asio::ip::tcp::endpoint> admin_listen;     // http, for the admin only
  unsigned threads = 0;                                         // 0: one a processor
  std::chrono::milliseconds drain_timeout{10'000};
  // Proxies whose X-Forwarded-For is believed.
  std::vector<boost::asio::ip::network_v4> trusted_proxies_v4;
  std::vector<boost::asio::ip::network_v6> trusted_proxies_v6;
};

// [limits]
struct LimitsConfig {
  std::size_t connections = 20'000;  // on all listeners; further ones are answered 503
  std::uint64_t header_bytes = 16 * 1024;
  std::uint64_t autodiscover_bytes = 64 * 1024;
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds request_timeout{30'000};  // from the first byte to the last of a request
  std::chrono::milliseconds write_timeout{30'000};    // without any progress of a response
  std::chrono::milliseconds idle_timeout{300'000};    // between two requests
};

ServerConfig parse_server(ConfigTable& table);
LimitsConfig parse_limits(ConfigTable& table);
// [tls]: the array of tables "certificate" with chain_file and key_file.
std::vector<CertificateFiles> parse_tls(ConfigTable& table);

// "127.0.0.1:8443", "[::1]:8443", or ":443" for every address of the machine.
Result<std::vector<boost::asio::ip::tcp::endpoint>> parse_endpoint(const std::string& text);

}  // namespace mapigate::http
