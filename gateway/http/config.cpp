#include "gateway/http/config.hpp"

#include <fmt/core.h>

#include <charconv>

#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"

namespace mapigate::http {

namespace asio = boost::asio;
using namespace std::chrono_literals;

Result<std::vector<asio::ip::tcp::endpoint>> parse_endpoint(const std::string& text) {
  const Error malformed{fmt::format(
      "\"{}\" is not an address with a port, such as \"127.0.0.1:8443\", \"[::1]:8443\" or \":443\"",
      printable(text))};
  const std::size_t colon = text.rfind(':');
  if (colon == text.npos) return malformed;
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  if (const auto parsed = std::from_chars(text.data() + colon + 1, end, port);
      parsed.ec != std::errc{} || parsed.ptr != end) {
    return malformed;
  }
  std::string host = text.substr(0, colon);
  if (host.empty()) {
    return std::vector<asio::ip::tcp::endpoint>{{asio::ip::address_v4::any(), port},
                                                {asio::ip::address_v6::any(), port}};
  }
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != host.npos) {
    return malformed;
  }
  boost::system::error_code code;
  const auto address = asio::ip::make_address(host, code);
  if (code) return malformed;
  return std::vector<asio::ip::tcp::endpoint>{{address, port}};
}

namespace {

std::vector<asio::ip::tcp::endpoint> endpoints(ConfigTable& table, std::string_view key,
                                               std::vector<std::string> fallback) {
  std::vector<asio::ip::tcp::endpoint> out;
  const std::vector<std::string> values = table.texts(key, std::move(fallback));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (auto parsed = parse_endpoint(values[i])) {
      out.insert(out.end(), parsed->begin(), parsed->end());
    } else {
      table.problem(key, i, parsed.error().message);
    }
  }
  return out;
}

}  // namespace

ServerConfig parse_server(ConfigTable& table) {
  ServerConfig config;
  if (!table.has("hostname")) {
    table.problem("hostname",
                  "is missing: the host name that Outlook is sent to, for example \"mail.example.org\"");
  }
  const std::string hostname = table.text("hostname", "localhost");
  if (auto canonical = canonical_host_name(hostname)) {
    config.hostname = *canonical;
  } else {
    table.problem("hostname", canonical.error().message);
  }
  config.public_port = static_cast<std::uint16_t>(table.integer("public_port", config.public_port, 1, 65535));
  config.listen = endpoints(table, "listen", {":443"});
  if (config.listen.empty()) table.problem("listen", "needs at least one address");
  config.redirect_listen = endpoints(table, "redirect_listen", {":80"});
  config.admin_listen = endpoints(table, "admin_listen", {"127.0.0.1:9180"});
  config.threads = static_cast<unsigned>(table.integer("threads", 0, 0, 256));
  config.drain_timeout = table.duration("drain_timeout", config.drain_timeout, 0ms, 10min);

  const std::vector<std::string> proxies = table.texts("trusted_proxies", {});
  for (std::size_t i = 0; i < proxies.size(); ++i) {
    const bool has_length = proxies[i].find('/') != std::string::npos;
    boost::system::error_code code4;
    boost::system::error_code code6;
    const auto v4 = asio::ip::make_network_v4(has_length ? proxies[i] : proxies[i] + "/32", code4);
    const auto v6 = asio::ip::make_network_v6(has_length ? proxies[i] : proxies[i] + "/128", code6);
    if (!code4) {
      config.trusted_proxies_v4.push_back(v4);
    } else if (!code6) {
      config.trusted_proxies_v6.push_back(v6);
    } else {
      table.problem("trusted_proxies", i, "is not an address or network such as \"10.0.0.0/8\"");
    }
  }
  return config;
}

LimitsConfig parse_limits(ConfigTable& table) {
  LimitsConfig config;
  config.connections = static_cast<std::size_t>(
      table.integer("connections", static_cast<std::int64_t>(config.connections), 1, 10'000'000));
  config.header_bytes = table.bytes("header_bytes", config.header_bytes, 1024, 64 << 10);
  config.autodiscover_bytes = table.bytes("autodiscover_bytes", config.autodiscover_bytes, 4096, 16 << 20);
  config.handshake_timeout = table.duration("handshake_timeout", config.handshake_timeout, 100ms, 10min);
  config.request_timeout = table.duration("request_timeout", config.request_timeout, 100ms, 1h);
  config.write_timeout = table.duration("write_timeout", config.write_timeout, 100ms, 1h);
  config.idle_timeout = table.duration("idle_timeout", config.idle_timeout, 100ms, 24h);
  return config;
}

std::vector<CertificateFiles> parse_tls(ConfigTable& table) {
  std::vector<CertificateFiles> files;
  for (ConfigTable& entry : table.tables("certificate")) {
    for (const char* key : {"chain_file", "key_file"}) {
      if (!entry.has(key)) entry.problem(key, "is missing");
    }
    files.push_back({entry.readable_file("chain_file"), entry.readable_file("key_file")});
  }
  if (files.empty()) table.problem("certificate", "is missing: at least one [[tls.certificate]] is needed");
  return files;
}

}  // namespace mapigate::http
