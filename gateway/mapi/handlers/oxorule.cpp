#include "gateway/mapi/handlers/oxorule.hpp"

#include "gateway/mailbox/deferred_actions.hpp"
#include "gateway/mailbox/rule_table.hpp"
#include "gateway/mapi/objects/folder_object.hpp"
#include "gateway/mapi/objects/logon_object.hpp"
#include "gateway/mapi/text.hpp"
#include "protocol/oxorule/rules.hpp"

namespace mapigate::mapi::handlers {

using mailbox::Outcome;
using mailbox::RuleChange;
using oxorule::RuleData;

namespace {

// [MS-OXORULE] section 2.2.1.3. InvalidParameter: none of the kinds.
Outcome<RuleChange> change_of(const RuleData& data, wire::u32 code_page) {
  RuleChange change;
  switch (data.rule_data_flags) {
    case RuleData::row_add:
      change.kind = RuleChange::Kind::add;
      break;
    case RuleData::row_modify:
      change.kind = RuleChange::Kind::modify;
      break;
    case RuleData::row_remove:
      change.kind = RuleChange::Kind::remove;
      break;
    default:
      return ErrorCode::invalid_parameter;
  }
  change.values = data.property_values;
  for (auto& value : change.values) make_unicode(value, code_page);
  return change;
}

RopOutcome modify_rules(RopCall& call, const oxorule::ModifyRulesRequest& request,
                        oxorule::ModifyRulesResponse&) {
  const auto* folder = call.input<FolderObject>();
  if (!folder) return call.missing();
  // Section 2.2.1.1: the other bits must not be set.
  if ((request.modify_rules_flags & ~oxorule::ModifyRulesRequest::replace) != 0)
    return ErrorCode::invalid_parameter;
  const wire::u32 code_page = code_page_of(call.session);
  std::vector<RuleChange> changes;
  changes.reserve(request.rules_data.size());
  for (const RuleData& data : request.rules_data) {
    auto change = change_of(data, code_page);
    if (!change) return change.error();
    changes.push_back(std::move(*change));
  }
  const bool replace = (request.modify_rules_flags & oxorule::ModifyRulesRequest::replace) != 0;
  const auto modified = mailbox::modify_rules(*folder->logon, folder->number, replace, std::move(changes));
  if (!modified) return modified.error();
  return {};
}

RopOutcome update_deferred_action_messages(RopCall& call,
                                           const oxorule::UpdateDeferredActionMessagesRequest& request,
                                           oxorule::UpdateDeferredActionMessagesResponse&) {
  const auto* logon = call.input<LogonObject>();
  if (!logon) return call.missing();
  if (logon->logon->mailbox().is_public()) return ErrorCode::not_supported;
  const auto updated =
      mailbox::update_deferred_actions(logon->logon, request.server_entry_id, request.client_entry_id);
  if (!updated) return updated.error();
  return {};
}

}  // namespace

void register_oxorule(RopRegistry& registry) {
  registry.add<oxorule::ModifyRulesRequest, oxorule::ModifyRulesResponse>(modify_rules);
  registry.add<oxorule::UpdateDeferredActionMessagesRequest, oxorule::UpdateDeferredActionMessagesResponse>(
      update_deferred_action_messages);
}

}  // namespace mapigate::mapi::handlers
