#include "gateway/mailbox/config.hpp"

#include "gateway/base/config_reader.hpp"
#include "gateway/mailbox/folder_names.hpp"

namespace mapigate::mailbox {

namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kib = 1024;
constexpr std::uint64_t mib = 1024 * kib;
constexpr std::uint64_t gib = 1024 * mib;
constexpr std::uint64_t largest_quota = 1024 * 1024 * gib;

std::uint32_t count(ConfigTable& table, std::string_view key, std::uint32_t fallback, std::int64_t min,
                    std::int64_t max) {
  return static_cast<std::uint32_t>(table.integer(key, fallback, min, max));
}

void check_order(ConfigTable& table, std::uint64_t lower, std::uint64_t upper, std::string_view key,
                 std::string_view lower_key) {
  if (lower != 0 && upper != 0 && upper < lower) {
    table.problem(key, "must not be less than mailbox." + std::string(lower_key));
  }
}

}  // namespace

Config parse_config(ConfigTable& table) {
  Config config;
  config.quotas.warning = table.bytes("quota_warning", 0, 0, largest_quota);
  config.quotas.send = table.bytes("quota_send", 0, 0, largest_quota);
  config.quotas.full = table.bytes("quota_full", 0, 0, largest_quota);
  check_order(table, config.quotas.warning, config.quotas.send, "quota_send", "quota_warning");
  check_order(table, config.quotas.warning, config.quotas.full, "quota_full", "quota_warning");
  check_order(table, config.quotas.send, config.quotas.full, "quota_full", "quota_send");
  config.retention = table.duration("retention", config.retention, 0ms, std::chrono::days(3650));
  config.default_lcid = folder_language(table.choice("language", "en", folder_languages()));
  config.limits.size = table.bytes("message_size", config.limits.size, mib, 2 * gib - 1);
  config.limits.recipients = count(table, "max_recipients", config.limits.recipients, 1, 100'000);
  config.limits.attachments = count(table, "max_attachments", config.limits.attachments, 1, 100'000);
  config.limits.embedding_depth = count(table, "embedding_depth", config.limits.embedding_depth, 1, 100);
  config.public_folder_owners = table.texts("public_folder_owners", {});
  config.idle = table.duration("idle", config.idle, 1s, 24h);
  return config;
}

}  // namespace mapigate::mailbox
