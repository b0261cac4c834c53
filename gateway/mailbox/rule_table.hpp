#pragma once

#include <vector>

#include "gateway/mailbox/logon.hpp"
#include "protocol/oxcdata/property_value.hpp"

// The standard rules of a folder, [MS-OXORULE] section 2.2.1.

namespace mapigate::mailbox {

// RuleData, [MS-OXORULE] section 2.2.1.3. Strings are PtypString.
struct RuleChange {
  enum class Kind : std::uint8_t { add, modify, remove };

  Kind kind = Kind::add;
  std::vector<oxcdata::TaggedPropertyValue> values;
};

// Bytes that all rules of a folder may have together. [MS-OXORULE] section 3.2.5.2 has the changes saved even
// beyond the limit; then it would be none.
inline constexpr std::size_t max_rules_size = std::size_t{256} << 10;

// RopModifyRules ([MS-OXORULE] section 3.2.5.2): all changes or none. `replace`: the rules that there were go
// first. AccessDenied without the rights of the folder's owner. NotFound: there is no such rule.
// InvalidParameter: a property that is missing or of another type, a combination of flags that the document
// excludes. TooComplex: a condition that cannot be tried. RuleFormat: actions that cannot be read.
// OutOfMemory: max_rules_size.
Outcome<void> modify_rules(const Logon& logon, FolderNumber folder, bool replace,
                           std::vector<RuleChange> changes);

// The rows of the rules table in the order of PidTagRuleSequence, PidTagRuleId among their properties.
// AccessDenied as above.
Outcome<std::vector<store::Properties>> rule_rows(const Logon& logon, FolderNumber folder);

// PidTagRuleActions of a rule as the store keeps it, in wire::ValueFormat::rop; no bytes where there is none.
Outcome<oxcdata::RuleActions> stored_actions(Mailbox& mailbox, const store::Properties& rule);

// Sets bits of PidTagRuleState ([MS-OXORULE] section 2.2.1.3.1.3) that the server sets. Does nothing where
// the rule is gone. Returns whether any was not set before.
Outcome<bool> mark_rule(Mailbox& mailbox, FolderNumber folder, std::uint64_t rule, std::uint32_t state);

}  // namespace mapigate::mailbox
