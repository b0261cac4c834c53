#pragma once

#include <string_view>

#include "gateway/mailbox/logon.hpp"
#include "gateway/mailbox/rules.hpp"

// What rules leave to a client: messages in the Deferred Action folder, [MS-OXORULE] sections 2.2.6
// and 2.2.7.

namespace mapigate::mailbox {

// Where the message is that rules have treated.
struct RuledPlace {
  FolderNumber folder = 0;
  MessageNumber message = 0;
};

// Makes a deferred action message (section 3.2.5.1.2). `key`: see MessageStore::deliver_message().
Outcome<void> save_deferred_actions(Mailbox& mailbox, const DeferredActions& actions, RuledPlace place,
                                    std::string_view key);

// Makes a deferred error message (section 3.2.5.1.3) and marks the rule as one in error; neither where it is
// marked already. Of an extended rule, which has no such messages, only the mark.
Outcome<void> save_rule_failure(Mailbox& mailbox, const RuleFailure& failure, RuledPlace place,
                                std::string_view key);

// RopUpdateDeferredActionMessages ([MS-OXORULE] section 2.2.3): the deferred action messages of one message
// are those of another from now on. That there are none is no error.
Outcome<void> update_deferred_actions(const std::shared_ptr<Logon>& logon, wire::ByteView server_entry_id,
                                      wire::ByteView client_entry_id);

}  // namespace mapigate::mailbox
