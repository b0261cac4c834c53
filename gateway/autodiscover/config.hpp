#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "gateway/base/config_reader.hpp"

namespace mapigate::autodiscover {

// Section [autodiscover].
struct Config {
  // DeploymentId ([MS-OXDSCLI] section 2.2.4.1.1.1): names this installation, "8-4-4-4-12" hexadecimal
  // digits. Nodes of one installation have the same one. Empty: made from the host name.
  std::string deployment_id;
  // What a client is told that asks for a domain which is not served.
  std::chrono::seconds retry_after{300};
};

Config parse_config(ConfigTable& table);

// Where clients are sent to: server.hostname, and the port at which the world sees it.
struct Site {
  std::string hostname;
  std::uint16_t https_port = 443;

  // "https://mail.example.org" or "https://mail.example.org:8443"
  std::string base_url() const;
};

// A GUID that is always the same for the same host name.
std::string default_deployment_id(std::string_view hostname);

}  // namespace mapigate::autodiscover
