#pragma once

#include <vector>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/mailbox/restriction.hpp"
#include "protocol/oxorule/actions.hpp"

namespace mapigate::mailbox {

// A rule that is to be tried on messages, of either kind ([MS-OXORULE] section 2.2.1 and 2.2.4).
struct LoadedRule {
  bool extended = false;
  std::uint64_t id = 0;  // PidTagRuleId; of an extended rule the number of its message
  std::int32_t sequence = 0;
  std::uint32_t state = 0;  // oxorule::st_...
  std::u16string provider;
  std::optional<Matcher> condition;  // nothing: it is always fulfilled
  std::vector<oxorule::ActionBlock> actions;
};

struct LoadedRules {
  std::vector<LoadedRule> rules;       // in the order in which they are tried
  std::vector<LoadedRule> unreadable;  // without conditions and actions: those that cannot be parsed
};

// The rules of a folder that may be executed now: enabled ones, and those for who is out of office where
// `out_of_office` says so ([MS-OXORULE] section 2.2.1.3.1.3).
Outcome<LoadedRules> load_rules(Mailbox& mailbox, FolderNumber folder, bool out_of_office);

// What an extended rule may have in one of its values: PidTagExtendedRuleSizeLimit ([MS-OXCSTOR] section
// 2.2.2.1.1.1), in bytes.
inline constexpr std::size_t max_extended_rule_size = 96 * 1024;

}  // namespace mapigate::mailbox
