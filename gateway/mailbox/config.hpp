#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/mailbox/message_limits.hpp"

namespace mapigate {
class ConfigTable;
}

namespace mapigate::mailbox {

// How large a mailbox may grow, in bytes; 0: without a limit. Each is at least the one before.
struct Quotas {
  std::uint64_t warning = 0;  // PidTagStorageQuotaLimit: clients warn
  std::uint64_t send = 0;     // PidTagProhibitSendQuota: nothing can be sent
  std::uint64_t full = 0;     // PidTagProhibitReceiveQuota: nothing can be sent or delivered
};

// [mailbox]: the mailboxes and public folders of this installation.
struct Config {
  Quotas quotas;
  // How long deleted messages and folders can be recovered.
  std::chrono::milliseconds retention = std::chrono::days(14);
  // Of the special folders, where a client names no language that there are names in; [MS-LCID].
  std::uint32_t default_lcid = 0x0409;
  MessageLimits limits;
  // SMTP addresses of those who have all rights in the public folders of their domain.
  std::vector<std::string> public_folder_owners;
  // A mailbox that nobody has used for so long is closed.
  std::chrono::milliseconds idle = std::chrono::minutes(10);
};

Config parse_config(ConfigTable& table);

}  // namespace mapigate::mailbox
