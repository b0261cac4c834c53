#include "gateway/mailbox/rule_table.hpp"

#include <algorithm>
#include <array>

#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/restriction.hpp"
#include "protocol/oxorule/actions.hpp"
#include "protocol/oxorule/rule_state.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxorule::ActionBlock;
using oxorule::ActionType;
using store::Properties;

namespace {

// [MS-OXORULE] section 2.2.1.3.1; PidTagRuleId is the store's.
constexpr std::array kept_tags{
    oxprops::pid_tag_rule_sequence,      oxprops::pid_tag_rule_state,     oxprops::pid_tag_rule_name,
    oxprops::pid_tag_rule_provider,      oxprops::pid_tag_rule_level,     oxprops::pid_tag_rule_user_flags,
    oxprops::pid_tag_rule_provider_data, oxprops::pid_tag_rule_condition, oxprops::pid_tag_rule_actions};

// The store packs values in a format of its own, in which the actions of a standard rule, whose counts have
// 16 bits, would be those of another structure. So it keeps their bytes as such.
constexpr PropertyTag stored_actions_tag =
    oxcdata::with_type(oxprops::pid_tag_rule_actions, oxcdata::PropertyType::binary);

constexpr std::uint32_t set_by_server = oxorule::st_error | oxorule::st_rule_parse_error;
constexpr std::uint32_t not_in_public_folders = oxorule::st_only_when_oof | oxorule::st_keep_oof_hist;

bool has_exclusive_flavors(std::uint32_t flavor) {
  const bool alone = flavor == oxorule::forward_as_attachment || flavor == oxorule::forward_as_text_message;
  const bool one_of_them =
      (flavor & (oxorule::forward_as_attachment | oxorule::forward_as_text_message)) != 0;
  return !one_of_them || alone;
}

// Section 2.2.5.1.1.
bool has_valid_flavor(const ActionBlock& block) {
  switch (block.type) {
    case ActionType::forward:
      return has_exclusive_flavors(block.flavor);
    case ActionType::reply:
    case ActionType::oof_reply:
      return block.flavor == 0 || block.flavor == oxorule::reply_not_to_sender ||
             block.flavor == oxorule::reply_stock_text;
    default:
      return block.flavor == 0;
  }
}

// Section 2.2.5.1: ActionType.
bool is_for_public_folders(ActionType type) {
  switch (type) {
    case ActionType::move:
    case ActionType::copy:
    case ActionType::defer_action:
    case ActionType::forward:
    case ActionType::delegate:
    case ActionType::tag:
    case ActionType::mark_as_read:
      return false;
    default:
      return true;
  }
}

Outcome<void> check_actions(const Mailbox& mailbox, const oxcdata::RuleActions& value) {
  const auto actions = oxorule::parse_rule_action(value);
  if (!actions) return ErrorCode::rule_format;
  for (const ActionBlock& block : actions->action_blocks) {
    if (!has_valid_flavor(block)) return ErrorCode::invalid_parameter;
    if (mailbox.is_public() && !is_for_public_folders(block.type)) return ErrorCode::invalid_parameter;
  }
  return {};
}

Outcome<void> set_value(const Mailbox& mailbox, Properties& rule, oxcdata::TaggedPropertyValue given) {
  const auto kept =
      std::ranges::find(kept_tags, id_of(given.tag), [](PropertyTag tag) { return id_of(tag); });
  if (kept == kept_tags.end()) return {};
  if (given.tag != *kept || oxcdata::type_of(given.value) != oxcdata::type_of(*kept))
    return ErrorCode::invalid_parameter;
  if (*kept == oxprops::pid_tag_rule_state) {
    auto& state = std::get<std::int32_t>(given.value);
    const auto bits = static_cast<std::uint32_t>(state);
    if (mailbox.is_public() && (bits & not_in_public_folders) != 0) return ErrorCode::invalid_parameter;
    state = static_cast<std::int32_t>(bits & ~set_by_server);
  } else if (*kept == oxprops::pid_tag_rule_condition) {
    const auto& condition = std::get<oxcdata::RestrictionValue>(given.value);
    if (!condition.restriction) return ErrorCode::invalid_parameter;
    if (const auto matcher = Matcher::compile(*condition.restriction); !matcher) return matcher.error();
  } else if (*kept == oxprops::pid_tag_rule_actions) {
    auto& actions = std::get<oxcdata::RuleActions>(given.value);
    if (auto good = check_actions(mailbox, actions); !good) return good;
    rule.set(stored_actions_tag, std::move(actions.bytes));
    return {};
  }
  rule.set(*kept, std::move(given.value));
  return {};
}

std::optional<std::uint64_t> id_in(const RuleChange& change) {
  for (const auto& value : change.values) {
    if (value.tag != oxprops::pid_tag_rule_id) continue;
    if (const auto* id = std::get_if<std::int64_t>(&value.value)) return static_cast<std::uint64_t>(*id);
  }
  return std::nullopt;
}

Outcome<void> set_values(const Mailbox& mailbox, Properties& rule, RuleChange& change) {
  for (auto& value : change.values) {
    if (auto set = set_value(mailbox, rule, std::move(value)); !set) return set;
  }
  return {};
}

Outcome<void> add(const Mailbox& mailbox, std::vector<store::Rule>& rules, RuleChange& change) {
  store::Rule rule;
  if (auto set = set_values(mailbox, rule.properties, change); !set) return set;
  // Section 3.1.4.2.1: these three are always given.
  for (const PropertyTag tag :
       {oxprops::pid_tag_rule_provider, oxprops::pid_tag_rule_condition, oxprops::pid_tag_rule_actions}) {
    if (!rule.properties.find(id_of(tag))) return ErrorCode::invalid_parameter;
  }
  rules.push_back(std::move(rule));
  return {};
}

Outcome<void> apply(const Mailbox& mailbox, std::vector<store::Rule>& rules, RuleChange& change) {
  if (change.kind == RuleChange::Kind::add) return add(mailbox, rules, change);
  const auto id = id_in(change);
  if (!id || *id == 0) return ErrorCode::invalid_parameter;
  const auto rule = std::ranges::find(rules, *id, &store::Rule::id);
  if (rule == rules.end()) return ErrorCode::not_found;
  if (change.kind == RuleChange::Kind::remove) {
    rules.erase(rule);
    return {};
  }
  // What was wrong with it may be mended now.
  if (auto* state = rule->properties.get<std::int32_t>(oxprops::pid_tag_rule_state)) {
    rule->properties.set(oxprops::pid_tag_rule_state,
                         static_cast<std::int32_t>(static_cast<std::uint32_t>(*state) & ~set_by_server));
  }
  return set_values(mailbox, rule->properties, change);
}

std::uint64_t size_of_rules(const std::vector<store::Rule>& rules) {
  std::uint64_t size = 0;
  for (const store::Rule& rule : rules) {
    size += rule.properties.size() * sizeof(store::Property) + size_of(rule.properties);
    if (const auto* condition =
            rule.properties.get<oxcdata::RestrictionValue>(oxprops::pid_tag_rule_condition)) {
      wire::Writer writer;
      writer("RuleCondition", *condition);
      size += writer.take().size();
    }
  }
  return size;
}

Outcome<void> may_see_rules(const Logon& logon, FolderNumber folder) {
  const auto record = logon.mailbox().store().folder(folder);
  if (!record) return logon.mailbox().failed(record.error());
  return logon.require(folder, right_folder_owner);
}

}  // namespace

Outcome<void> modify_rules(const Logon& logon, FolderNumber folder, bool replace,
                           std::vector<RuleChange> changes) {
  if (auto may = may_see_rules(logon, folder); !may) return may;
  Mailbox& mailbox = logon.mailbox();
  const auto lock = mailbox.lock_rules();
  std::vector<store::Rule> rules;
  if (!replace) {
    auto known = mailbox.store().rules(folder);
    if (!known) return mailbox.failed(known.error());
    rules = std::move(*known);
  }
  for (RuleChange& change : changes) {
    // Section 2.2.1.1: with R nothing else makes sense.
    if (replace && change.kind != RuleChange::Kind::add) return ErrorCode::invalid_parameter;
    if (auto applied = apply(mailbox, rules, change); !applied) return applied;
  }
  if (size_of_rules(rules) > max_rules_size) return ErrorCode::out_of_memory;
  if (const auto set = mailbox.store().set_rules(folder, rules); !set) return mailbox.failed(set.error());
  return {};
}

Outcome<oxcdata::RuleActions> stored_actions(Mailbox& mailbox, const Properties& rule) {
  const store::Property* kept = rule.find(id_of(stored_actions_tag));
  if (!kept) return oxcdata::RuleActions{};
  if (kept->large) {
    auto bytes = read_all(*kept->large, max_rules_size);
    if (!bytes) return mailbox.failed(bytes.error());
    return oxcdata::RuleActions{std::move(*bytes)};
  }
  const auto* bytes = std::get_if<wire::Bytes>(&kept->value);
  return oxcdata::RuleActions{bytes ? *bytes : wire::Bytes()};
}

Outcome<std::vector<Properties>> rule_rows(const Logon& logon, FolderNumber folder) {
  if (auto may = may_see_rules(logon, folder); !may) return may.error();
  auto rules = logon.mailbox().store().rules(folder);
  if (!rules) return logon.mailbox().failed(rules.error());
  std::vector<Properties> rows;
  rows.reserve(rules->size());
  for (store::Rule& rule : *rules) {
    auto actions = stored_actions(logon.mailbox(), rule.properties);
    if (!actions) return actions.error();
    Properties row = std::move(rule.properties);
    row.set(oxprops::pid_tag_rule_actions, std::move(*actions));
    row.set(oxprops::pid_tag_rule_id, static_cast<std::int64_t>(rule.id));
    rows.push_back(std::move(row));
  }
  return rows;
}

Outcome<bool> mark_rule(Mailbox& mailbox, FolderNumber folder, std::uint64_t rule, std::uint32_t state) {
  const auto lock = mailbox.lock_rules();
  auto rules = mailbox.store().rules(folder);
  if (!rules) return mailbox.failed(rules.error());
  const auto found = std::ranges::find(*rules, rule, &store::Rule::id);
  if (found == rules->end()) return false;
  const auto before =
      static_cast<std::uint32_t>(value_or(found->properties, oxprops::pid_tag_rule_state, std::int32_t{0}));
  if ((before | state) == before) return false;
  found->properties.set(oxprops::pid_tag_rule_state, static_cast<std::int32_t>(before | state));
  if (const auto set = mailbox.store().set_rules(folder, *rules); !set) return mailbox.failed(set.error());
  return true;
}

}  // namespace mapigate::mailbox
