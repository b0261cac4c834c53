// foreign-web-server: the web servers of tests/fakes/web_server.hpp from the command line, for the demo. One
// argument a site, of comma-separated settings:
//
//   listen=ADDRESS:PORT   required
//   cert=BASE             TLS with BASE.pem and BASE.key; without it plain HTTP
//   role=ROLE             page (status=200), autodiscover-401, autodiscover-pox, redirect (to=URL), replay
//   and
//                         proxy (upstream=ADDRESS:PORT, name=SNI), never, reset, endless, and, without
//                         any answer to the first byte, silent and reset-on-first-byte
//
// Prints "ready" when all listen, then one line a request; ends on SIGTERM or SIGINT.
#include <signal.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/fakes/web_server.hpp"

namespace {

using namespace mapigate::fakes;

using Settings = std::map<std::string, std::string>;

Settings parse_settings(std::string_view text) {
  Settings settings;
  while (!text.empty()) {
    const auto part = text.substr(0, text.find(','));
    const auto equals = part.find('=');
    if (equals == std::string_view::npos) throw std::runtime_error(std::string(part) + ": not a setting");
    settings[std::string(part.substr(0, equals))] = part.substr(equals + 1);
    text.remove_prefix(std::min(part.size() + 1, text.size()));
  }
  return settings;
}

// "127.0.0.1:443", "[::1]:443"
std::pair<std::string, std::uint16_t> parse_place(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos) throw std::runtime_error(text + ": not an address and a port");
  auto address = text.substr(0, colon);
  if (address.starts_with('[')) address = address.substr(1, address.size() - 2);
  return {address, static_cast<std::uint16_t>(std::stoi(text.substr(colon + 1)))};
}

WebHandler make_handler(Settings& settings) {
  const auto upstream = [&] {
    const auto [address, port] = parse_place(settings.at("upstream"));
    return web::Upstream{address, port, settings["name"]};
  };
  const auto& role = settings.at("role");
  if (role == "page") return web::page(settings.contains("status") ? std::stoi(settings["status"]) : 200);
  if (role == "autodiscover-401") return web::autodiscover_401();
  if (role == "autodiscover-pox") return web::autodiscover_pox();
  if (role == "redirect") return web::redirect(settings.at("to"));
  if (role == "replay") return web::replay(upstream());
  if (role == "proxy") return web::proxy(upstream());
  if (role == "never") return web::never();
  if (role == "reset") return web::reset();
  if (role == "endless") return web::endless();
  throw std::runtime_error(role + ": not a role");
}

WebHandler with_log(WebHandler handler) {
  static std::mutex mutex;
  return [handler = std::move(handler)](const WebRequest& request) {
    auto reply = handler(request);
    const std::lock_guard lock(mutex);
    std::cout << request.site << ' ' << request.method << ' ' << request.header("Host") << request.target
              << std::endl;
    return reply;
  };
}

WebServer::Site parse_site(const char* argument) {
  auto settings = parse_settings(argument);
  WebServer::Site site;
  std::tie(site.address, site.port) = parse_place(settings.at("listen"));
  if (settings.contains("cert")) {
    site.chain_file = settings["cert"] + ".pem";
    site.key_file = settings["cert"] + ".key";
  }
  site.silent = settings["role"] == "silent";
  site.reset_on_first_byte = settings["role"] == "reset-on-first-byte";
  if (!site.silent && !site.reset_on_first_byte) site.handler = with_log(make_handler(settings));
  return site;
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  try {
    std::vector<WebServer::Site> sites;
    for (int i = 1; i < argc; ++i) sites.push_back(parse_site(argv[i]));
    const WebServer server(std::move(sites));
    std::cout << "ready" << std::endl;
    int number = 0;
    sigwait(&ends, &number);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << argv[0] << ": " << error.what() << '\n';
    return 2;
  }
}
