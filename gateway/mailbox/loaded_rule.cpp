#include "gateway/mailbox/loaded_rule.hpp"

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/rule_names.hpp"
#include "gateway/mailbox/rule_table.hpp"
#include "gateway/mailbox/vouching.hpp"
#include "protocol/oxorule/extended_rules.hpp"
#include "protocol/oxorule/rule_state.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using store::Properties;

namespace {

// Looked through for extended rules at each delivery, and as many rules are executed.
constexpr std::uint64_t max_associated = 2000;
constexpr std::size_t max_extended_rules = 100;
constexpr std::size_t max_provider = 256;
constexpr std::string_view extended_rule_class = "IPM.ExtendedRule.Message";

// ST_ERROR does not end a rule: it only keeps its error from being said again (section 3.2.5.1.3).
bool may_run(std::uint32_t state, bool out_of_office) {
  if ((state & oxorule::st_rule_parse_error) != 0) return false;
  if ((state & oxorule::st_only_when_oof) != 0) return out_of_office;
  return (state & oxorule::st_enabled) != 0;
}

std::uint32_t state_of(const Properties& properties, oxcdata::PropertyTag tag) {
  return static_cast<std::uint32_t>(value_or(properties, tag, std::int32_t{0}));
}

// Whether all of it could be read.
bool read_standard(Mailbox& mailbox, const Properties& properties, LoadedRule& rule) {
  const auto* condition = properties.get<oxcdata::RestrictionValue>(oxprops::pid_tag_rule_condition);
  if (condition && condition->restriction) {
    auto matcher = Matcher::compile(*condition->restriction);
    if (!matcher) return false;
    rule.condition.emplace(std::move(*matcher));
  }
  const auto bytes = stored_actions(mailbox, properties);
  if (!bytes) return false;
  auto actions = oxorule::parse_rule_action(*bytes);
  if (!actions) return false;
  rule.actions = std::move(actions->action_blocks);
  std::ranges::for_each(rule.actions, [](auto& block) { make_unicode(block); });
  return true;
}

bool read_extended(Mailbox& mailbox, const Properties& properties, LoadedRule& rule) {
  const store::Property* condition = properties.find(id_of(oxprops::pid_tag_extended_rule_message_condition));
  if (condition) {
    const auto bytes = bytes_of(*condition, max_extended_rule_size + 1);
    if (!bytes || bytes->size() > max_extended_rule_size) return false;
    auto parsed = wire::parse<oxorule::ExtendedRuleCondition>(*bytes);
    if (!parsed) return false;
    RuleNames names(mailbox, parsed->named_property_information, false);
    if (!names.apply(parsed->rule_restriction)) return false;
    auto matcher = Matcher::compile(parsed->rule_restriction);
    if (!matcher) return false;
    rule.condition.emplace(std::move(*matcher));
  }
  const store::Property* actions = properties.find(id_of(oxprops::pid_tag_extended_rule_message_actions));
  if (!actions) return false;
  const auto bytes = bytes_of(*actions, max_extended_rule_size + 1);
  if (!bytes || bytes->size() > max_extended_rule_size) return false;
  auto parsed = wire::parse<oxorule::ExtendedRuleActions>(*bytes);
  if (!parsed) return false;
  RuleNames names(mailbox, parsed->named_property_information, true);
  for (oxorule::ActionBlock& block : parsed->rule_actions_buffer.action_blocks) {
    if (!names.apply(block)) return false;
  }
  rule.actions = std::move(parsed->rule_actions_buffer.action_blocks);
  return true;
}

Outcome<void> load_standard(Mailbox& mailbox, FolderNumber folder, bool out_of_office, LoadedRules& loaded) {
  auto rules = mailbox.store().rules(folder);
  if (!rules) return mailbox.failed(rules.error());
  for (const store::Rule& stored : *rules) {
    LoadedRule rule;
    rule.state = state_of(stored.properties, oxprops::pid_tag_rule_state);
    if (!may_run(rule.state, out_of_office)) continue;
    rule.id = stored.id;
    rule.sequence = value_or(stored.properties, oxprops::pid_tag_rule_sequence, std::int32_t{0});
    rule.provider = text_of(stored.properties, oxprops::pid_tag_rule_provider, max_provider);
    const bool readable = read_standard(mailbox, stored.properties, rule);
    (readable ? loaded.rules : loaded.unreadable).push_back(std::move(rule));
  }
  return {};
}

bool is_extended_rule(const store::PackedProperties& properties) {
  const auto message_class = properties.value(id_of(oxprops::pid_tag_message_class));
  const auto* text = message_class ? std::get_if<std::u16string>(&message_class->value) : nullptr;
  return text && equal_ignoring_case(wire::to_utf8(*text), extended_rule_class);
}

// Section 2.2.4: each is an FAI message of the folder.
Outcome<std::vector<MessageNumber>> extended_rules(Mailbox& mailbox, FolderNumber folder,
                                                   bool out_of_office) {
  std::vector<MessageNumber> numbers;
  store::MessageQuery query;
  query.folder = folder;
  query.contents = store::Contents::associated;
  query.limit = max_associated;
  const auto listed = mailbox.store().list_messages(query, [&](const store::MessageRow& row) {
    if (!is_extended_rule(row.properties) || !is_vouched(mailbox, folder, row.properties))
      return store::Scan::go_on;
    const auto state = row.properties.value(id_of(oxprops::pid_tag_rule_message_state));
    const auto* bits = state ? std::get_if<std::int32_t>(&state->value) : nullptr;
    if (bits && may_run(static_cast<std::uint32_t>(*bits), out_of_office)) numbers.push_back(row.number);
    return numbers.size() < max_extended_rules ? store::Scan::go_on : store::Scan::stop;
  });
  if (!listed) return mailbox.failed(listed.error());
  return numbers;
}

Outcome<void> load_extended(Mailbox& mailbox, FolderNumber folder, bool out_of_office, LoadedRules& loaded) {
  const auto numbers = extended_rules(mailbox, folder, out_of_office);
  if (!numbers) return numbers.error();
  for (const MessageNumber number : *numbers) {
    const auto message = mailbox.store().message(number);
    if (!message) {
      if (message.error().fault == store::StoreFault::not_found) continue;
      return mailbox.failed(message.error());
    }
    LoadedRule rule;
    rule.extended = true;
    rule.id = number;
    rule.state = state_of(message->properties, oxprops::pid_tag_rule_message_state);
    rule.sequence = value_or(message->properties, oxprops::pid_tag_rule_message_sequence, std::int32_t{0});
    rule.provider = text_of(message->properties, oxprops::pid_tag_rule_message_provider, max_provider);
    const bool readable = read_extended(mailbox, message->properties, rule);
    (readable ? loaded.rules : loaded.unreadable).push_back(std::move(rule));
  }
  return {};
}

}  // namespace

Outcome<LoadedRules> load_rules(Mailbox& mailbox, FolderNumber folder, bool out_of_office) {
  LoadedRules loaded;
  if (auto done = load_standard(mailbox, folder, out_of_office, loaded); !done) return done.error();
  if (auto done = load_extended(mailbox, folder, out_of_office, loaded); !done) return done.error();
  std::ranges::stable_sort(loaded.rules, {}, &LoadedRule::sequence);
  return loaded;
}

}  // namespace mapigate::mailbox
