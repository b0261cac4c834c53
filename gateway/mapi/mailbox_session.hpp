#pragma once

#include <map>
#include <memory>
#include <vector>

#include "gateway/directory/user.hpp"
#include "gateway/mapi/server_objects.hpp"
#include "gateway/mapi/session.hpp"
#include "gateway/store/spool.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::mapi {

// The state of a session of the mailbox server endpoint: what its Connect said, and what it has open.
struct MailboxSession final : SessionState {
  directory::UserPtr user;          // as at Connect
  wire::u32 default_code_page = 0;  // of strings that are not Unicode, [MS-OXCMAPIHTTP] section 2.2.4.1.1
  wire::u32 lcid_sort = 0;
  wire::u32 lcid_string = 0;
  // What is written to streams and not saved yet, in temporary files.
  static constexpr std::uint64_t spool_limit = std::uint64_t{1} << 30;  // bytes
  store::SpoolBudgetPtr spool_budget = std::make_shared<store::SpoolBudget>(spool_limit);
  ServerObjects objects;
  // Logons by LogonId ([MS-OXCROPS] section 3.2.5.2): whether they are of a mailbox, not of public folders.
  std::map<wire::u8, bool> logons;
  // When the last logons to mailboxes that are elsewhere were, the newest at the end ([MS-OXCSTOR] section
  // 3.2.5.1.1).
  std::vector<Clock::SteadyTime> misdirected;
  bool is_private(wire::u8 logon_id) const {
    const auto found = logons.find(logon_id);
    return found == logons.end() || found->second;
  }
};

}  // namespace mapigate::mapi
