#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/store/message_record.hpp"
#include "protocol/oxorule/actions.hpp"

// What the rules of a folder make of a message that is delivered to it, [MS-OXORULE] section 3.2.5.1. It is
// found out before the message is saved, so that it is at its place at once and in one step.

namespace mapigate::mailbox {

using ContentPtr = std::shared_ptr<const store::Content>;

// PidTagRuleError, [MS-OXORULE] section 2.2.7.2.
enum class RuleError : std::int32_t {
  generic = 0x1,
  parsing = 0x4,
  processing = 0x5,
  move_or_copy = 0x6,
  send_as = 0x9,
  reply_template = 0xA,
  execution = 0xB,
  quota = 0xC,
  too_many_recipients = 0xD,
};

// Which rule something comes from.
struct RuleOrigin {
  FolderNumber folder = 0;  // where the rule is
  std::uint64_t rule = 0;   // LoadedRule::id
  bool extended = false;
  std::uint32_t state = 0;  // as it was loaded
  std::u16string provider;
};

// A copy of the message in a folder.
struct RuleDestination {
  FolderNumber folder = 0;
  ContentPtr content;
  bool read = false;
};

// Actions for a client, of the rules of one provider in one folder: a deferred action message.
struct DeferredActions {
  FolderNumber folder = 0;
  std::u16string provider;
  std::vector<oxorule::ActionBlock> actions;
  std::vector<std::uint64_t> rules;  // ids
};

// An action that sends something: a reply, a copy, a rejection.
struct SendingAction {
  RuleOrigin origin;
  std::size_t number = 0;  // of the action in its rule
  oxorule::ActionBlock block;
  ContentPtr content;
};

struct RuleFailure {
  RuleOrigin origin;
  RuleError error{};
  oxorule::ActionType action{};
  std::size_t number = 0;
};

struct RulePlan {
  std::vector<RuleDestination> destinations;  // the folder itself first where it stays there; none: deleted
  std::vector<DeferredActions> deferred;
  std::vector<SendingAction> sending;
  std::vector<RuleFailure> failures;
};

// `content` is complete (message_write.hpp). A message that goes on into another folder is treated by the
// rules there too; it comes into no folder twice.
Outcome<RulePlan> plan_rules(Mailbox& mailbox, FolderNumber folder, store::Content content);

}  // namespace mapigate::mailbox
