#include "gateway/autodiscover/config.hpp"

#include <fmt/core.h>
#include <sodium.h>

#include <array>

#include "gateway/base/encoding.hpp"

namespace mapigate::autodiscover {

namespace {

using namespace std::chrono_literals;

// "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" of 32 digits.
std::string with_hyphens(std::string_view digits) {
  return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4),
                     digits.substr(16, 4), digits.substr(20));
}

bool is_guid(std::string_view text) {
  std::string digits;
  for (char c : text) {
    if (c != '-') digits += c;
  }
  return digits.size() == 32 && from_hex(digits) && with_hyphens(digits) == text;
}

}  // namespace

Config parse_config(ConfigTable& table) {
  Config config;
  config.deployment_id = to_lower(table.text("deployment_id", config.deployment_id));
  if (!config.deployment_id.empty() && !is_guid(config.deployment_id)) {
    table.problem("deployment_id", "not a GUID such as \"30c3a927-42aa-5de8-91e3-8e5b4655ed00\"");
  }
  config.retry_after = std::chrono::duration_cast<std::chrono::seconds>(
      table.duration("retry_after", config.retry_after, 1s, 24h));
  return config;
}

std::string Site::base_url() const {
  return https_port == 443 ? fmt::format("https://{}", hostname)
                           : fmt::format("https://{}:{}", hostname, https_port);
}

std::string default_deployment_id(std::string_view hostname) {
  std::array<std::uint8_t, 16> bytes{};
  crypto_generichash(bytes.data(), bytes.size(), reinterpret_cast<const unsigned char*>(hostname.data()),
                     hostname.size(), nullptr, 0);
  // RFC 9562 section 5.8: version 8, whatever its maker likes.
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x80);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);
  return with_hyphens(to_hex(bytes));
}

}  // namespace mapigate::autodiscover
