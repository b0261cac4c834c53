#include "gateway/mailbox/rules.hpp"

#include <algorithm>
#include <set>

#include "gateway/mailbox/computed_properties.hpp"
#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/loaded_rule.hpp"
#include "gateway/mailbox/out_of_office.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/ruled_message.hpp"
#include "protocol/oxorule/rule_state.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxorule::ActionBlock;
using oxorule::ActionType;

namespace {

// What one message may come to through rules: folders it is put into, actions left to a client, mail sent.
constexpr std::size_t max_folders = 64;
constexpr std::size_t max_deferred_actions = 256;
constexpr std::size_t max_sending_actions = 64;

// [MS-OXCSPAM] section 2.2.1.3: the sender is known to be no spammer.
constexpr std::int32_t spam_level_safe = -1;

// What one folder's rules are tried on while they change it.
struct Visit {
  FolderNumber folder = 0;
  ContentPtr content;
  bool read = false;
  bool removed = false;
  bool has_deferred = false;
};

class Planner {
 public:
  Planner(Mailbox& mailbox, bool out_of_office) : mailbox_(mailbox), out_of_office_(out_of_office) {}

  Outcome<void> visit(FolderNumber folder, ContentPtr content, bool read);
  RulePlan take(FolderNumber root);

 private:
  Outcome<void> execute(Visit& visit, const LoadedRule& rule);
  Outcome<void> execute(Visit& visit, const RuleOrigin& origin, std::size_t number, const ActionBlock& block);
  Outcome<void> transfer(Visit& visit, const RuleOrigin& origin, std::size_t number,
                         const ActionBlock& block);
  void defer(Visit& visit, const RuleOrigin& origin, const ActionBlock& block);
  void tag(Visit& visit, const RuleOrigin& origin, std::size_t number, const ActionBlock& block);
  void send(const Visit& visit, const RuleOrigin& origin, std::size_t number, const ActionBlock& block);
  void failed(const RuleOrigin& origin, RuleError error, ActionType action, std::size_t number) {
    plan_.failures.push_back({origin, error, action, number});
  }
  Outcome<std::optional<FolderNumber>> target_of(const ActionBlock& block) const;

  Mailbox& mailbox_;
  const bool out_of_office_;
  std::set<FolderNumber> seen_;
  RulePlan plan_;
};

void set_property(ContentPtr& content, oxcdata::PropertyTag tag, const oxcdata::PropertyValue& value) {
  auto changed = std::make_shared<store::Content>(*content);
  changed->properties.set(tag, value);
  content = std::move(changed);
}

// Section 2.2.1.3.1.3: the rule may be skipped for what is known to be no spam.
bool is_skipped(const LoadedRule& rule, const store::Content& content) {
  return (rule.state & oxorule::st_skip_if_scl_is_safe) != 0 &&
         value_or(content.properties, oxprops::pid_tag_content_filter_spam_confidence_level,
                  std::int32_t{0}) == spam_level_safe;
}

RuleOrigin origin_of(FolderNumber folder, const LoadedRule& rule) {
  return {folder, rule.id, rule.extended, rule.state, rule.provider};
}

Outcome<void> Planner::visit(FolderNumber folder, ContentPtr content, bool read) {
  seen_.insert(folder);
  auto loaded = load_rules(mailbox_, folder, out_of_office_);
  if (!loaded) return loaded.error();
  for (const LoadedRule& rule : loaded->unreadable) {
    failed(origin_of(folder, rule), RuleError::parsing, ActionType{}, 0);
  }
  Visit visit{folder, std::move(content), read};
  bool exit_level = false;
  for (LoadedRule& rule : loaded->rules) {
    // Section 3.2.5.1.1.1: rules of who is out of office go on until one of these ends it.
    const bool only_when_oof = (rule.state & oxorule::st_only_when_oof) != 0;
    if (exit_level && !only_when_oof) continue;
    if (is_skipped(rule, *visit.content)) continue;
    if (rule.condition &&
        !rule.condition->matches(RuledMessage(mailbox_, *visit.content, folder, visit.read)))
      continue;
    if (auto done = execute(visit, rule); !done) return done;
    if ((rule.state & oxorule::st_exit_level) == 0) continue;
    if (only_when_oof) break;
    exit_level = true;
  }
  if (visit.removed) return {};
  if (visit.has_deferred) set_property(visit.content, oxprops::pid_tag_has_deferred_action_messages, true);
  plan_.destinations.push_back({folder, std::move(visit.content), visit.read});
  return {};
}

Outcome<void> Planner::execute(Visit& visit, const LoadedRule& rule) {
  const RuleOrigin origin = origin_of(visit.folder, rule);
  for (std::size_t number = 0; number < rule.actions.size(); ++number) {
    if (auto done = execute(visit, origin, number, rule.actions[number]); !done) return done;
  }
  return {};
}

Outcome<void> Planner::execute(Visit& visit, const RuleOrigin& origin, std::size_t number,
                               const ActionBlock& block) {
  switch (block.type) {
    case ActionType::move:
    case ActionType::copy:
      return transfer(visit, origin, number, block);
    case ActionType::defer_action:
      defer(visit, origin, block);
      return {};
    case ActionType::tag:
      tag(visit, origin, number, block);
      return {};
    case ActionType::mark_as_read:
      visit.read = true;
      return {};
    case ActionType::delete_:
      visit.removed = true;
      return {};
    case ActionType::bounce:
      // The message does not appear in the mailbox.
      visit.removed = true;
      break;
    case ActionType::reply:
    case ActionType::oof_reply:
    case ActionType::forward:
    case ActionType::delegate:
      break;
  }
  send(visit, origin, number, block);
  return {};
}

Outcome<std::optional<FolderNumber>> Planner::target_of(const ActionBlock& block) const {
  std::optional<FolderNumber> number;
  if (const auto* standard = std::get_if<oxorule::MoveCopyData>(&block.data)) {
    number = number_of(standard->server_eid.folder_id);
  } else if (const auto* extended = std::get_if<oxorule::ExtendedMoveCopyData>(&block.data)) {
    number = folder_of_entry_id(mailbox_, extended->folder_eid);
  }
  if (!number) return number;
  const auto folder = mailbox_.store().folder(*number);
  if (!folder && folder.error().fault != store::StoreFault::not_found) return mailbox_.failed(folder.error());
  if (!folder || folder->deleted || folder->kind != store::FolderKind::generic) number.reset();
  return number;
}

Outcome<void> Planner::transfer(Visit& visit, const RuleOrigin& origin, std::size_t number,
                                const ActionBlock& block) {
  const auto* standard = std::get_if<oxorule::MoveCopyData>(&block.data);
  if (standard && !standard->folder_in_this_store) {
    // Another store is the client's, which alone can reach it (section 2.2.5.1.2.1).
    defer(visit, origin, block);
    return {};
  }
  const auto target = target_of(block);
  if (!target) return target.error();
  if (!*target) {
    failed(origin, RuleError::move_or_copy, block.type, number);
    return {};
  }
  if (seen_.contains(**target)) return {};
  if (seen_.size() >= max_folders) {
    failed(origin, RuleError::processing, block.type, number);
    return {};
  }
  if (auto done = this->visit(**target, visit.content, visit.read); !done) return done;
  if (block.type == ActionType::move) visit.removed = true;
  return {};
}

// Extended rules are not used in deferred action messages (section 2.2.6), and public folders have no clients
// that wait for them.
void Planner::defer(Visit& visit, const RuleOrigin& origin, const ActionBlock& block) {
  if (origin.extended || mailbox_.is_public()) return;
  auto found = std::ranges::find_if(plan_.deferred, [&](const DeferredActions& one) {
    return one.folder == origin.folder && one.provider == origin.provider;
  });
  if (found == plan_.deferred.end()) {
    found = plan_.deferred.insert(found, {origin.folder, origin.provider, {}, {}});
  }
  if (found->actions.size() >= max_deferred_actions) return;
  found->actions.push_back(block);
  if (std::ranges::find(found->rules, origin.rule) == found->rules.end()) found->rules.push_back(origin.rule);
  visit.has_deferred = true;
}

void Planner::tag(Visit& visit, const RuleOrigin& origin, std::size_t number, const ActionBlock& block) {
  const auto& data = std::get<oxorule::TagData>(block.data);
  if (is_computed(id_of(data.tag)) || oxcdata::type_of(data.value) != oxcdata::type_of(data.tag) ||
      id_of(data.tag) == 0xFFFF) {
    failed(origin, RuleError::processing, block.type, number);
    return;
  }
  set_property(visit.content, data.tag, data.value);
}

void Planner::send(const Visit& visit, const RuleOrigin& origin, std::size_t number,
                   const ActionBlock& block) {
  if (plan_.sending.size() >= max_sending_actions) {
    failed(origin, RuleError::execution, block.type, number);
    return;
  }
  plan_.sending.push_back({origin, number, block, visit.content});
}

RulePlan Planner::take(FolderNumber root) {
  const auto stays = std::ranges::find(plan_.destinations, root, &RuleDestination::folder);
  if (stays != plan_.destinations.end()) std::rotate(plan_.destinations.begin(), stays, stays + 1);
  return std::move(plan_);
}

}  // namespace

Outcome<RulePlan> plan_rules(Mailbox& mailbox, FolderNumber folder, store::Content content) {
  const auto out_of_office = is_out_of_office(mailbox);
  if (!out_of_office) return out_of_office.error();
  Planner planner(mailbox, *out_of_office);
  const bool read = false;
  if (auto done = planner.visit(folder, std::make_shared<const store::Content>(std::move(content)), read);
      !done) {
    return done.error();
  }
  return planner.take(folder);
}

}  // namespace mapigate::mailbox
