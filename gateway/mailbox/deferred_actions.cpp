#include "gateway/mailbox/deferred_actions.hpp"

#include <algorithm>

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/rule_table.hpp"
#include "protocol/oxorule/rule_state.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;

namespace {

constexpr std::u16string_view action_class = u"IPC.Microsoft Exchange 4.0.Deferred Action";
constexpr std::u16string_view error_class = u"IPC.Microsoft Exchange 4.0.Deferred Error";

// What both kinds have.
store::Content deferred_message(Mailbox& mailbox, std::u16string_view message_class, FolderNumber rule_folder,
                                const std::u16string& provider, RuledPlace place) {
  store::Content content;
  store::Properties& properties = content.properties;
  properties.set(oxprops::pid_tag_message_class, std::u16string(message_class));
  properties.set(oxprops::pid_tag_client_submit_time, wire::FileTime{mailbox.now()});
  properties.set(oxprops::pid_tag_message_delivery_time, wire::FileTime{mailbox.now()});
  properties.set(oxprops::pid_tag_rule_provider, provider);
  properties.set(oxprops::pid_tag_rule_folder_entry_id, folder_entry_id(mailbox, rule_folder));
  properties.set(oxprops::pid_tag_dam_original_entry_id,
                 message_entry_id(mailbox, place.folder, place.message));
  return content;
}

Outcome<void> save(Mailbox& mailbox, store::Content content, std::string_view key) {
  const FolderNumber folder = mailbox.special(SpecialFolder::deferred_action);
  if (folder == 0) return ErrorCode::not_found;
  const auto saved =
      mailbox.deliver_message(message_write(mailbox, std::move(content), {folder}), key, false);
  if (!saved) return saved.error();
  return {};
}

wire::Bytes rule_ids(const std::vector<std::uint64_t>& rules) {
  wire::Bytes bytes;
  for (std::uint64_t id : rules) {
    for (std::size_t i = 0; i < sizeof(id); ++i, id >>= 8) bytes.push_back(static_cast<std::uint8_t>(id));
  }
  return bytes;
}

Outcome<bool> mark_extended_rule(Mailbox& mailbox, MessageNumber number) {
  auto record = mailbox.store().message(number);
  if (!record) {
    if (record.error().fault == store::StoreFault::not_found) return false;
    return mailbox.failed(record.error());
  }
  const auto state = static_cast<std::uint32_t>(
      value_or(record->properties, oxprops::pid_tag_rule_message_state, std::int32_t{0}));
  if ((state & oxorule::st_error) != 0) return false;
  auto attachments = mailbox.store().attachments(number);
  if (!attachments) return mailbox.failed(attachments.error());
  store::MessageWrite write;
  write.number = number;
  write.folder = record->folder;
  write.associated = true;
  write.expected = record->version.change_number;
  write.modified = mailbox.now();
  write.created = record->created;
  write.mirror = record->mirror;
  write.content = {std::move(record->properties), std::move(record->recipients), std::move(*attachments)};
  write.content.properties.set(oxprops::pid_tag_rule_message_state,
                               static_cast<std::int32_t>(state | oxorule::st_error));
  describe(write);
  const auto saved = mailbox.save_message(write);
  if (!saved) return saved.error();
  return true;
}

}  // namespace

Outcome<void> save_deferred_actions(Mailbox& mailbox, const DeferredActions& actions, RuledPlace place,
                                    std::string_view key) {
  store::Content content = deferred_message(mailbox, action_class, actions.folder, actions.provider, place);
  const auto client_actions = oxorule::to_rule_actions({actions.actions});
  if (!client_actions) return ErrorCode::rules_create_dam;
  content.properties.set(oxprops::pid_tag_dam_back_patched, false);
  content.properties.set(oxprops::pid_tag_client_actions, client_actions->bytes);
  content.properties.set(oxprops::pid_tag_rule_ids, rule_ids(actions.rules));
  content.properties.set(oxprops::pid_tag_deferred_action_message_original_entry_id,
                         oxcdata::ServerId{true, folder_id(place.folder), message_id(place.message), 0, {}});
  return save(mailbox, std::move(content), key);
}

Outcome<void> save_rule_failure(Mailbox& mailbox, const RuleFailure& failure, RuledPlace place,
                                std::string_view key) {
  const RuleOrigin& origin = failure.origin;
  if ((origin.state & oxorule::st_error) != 0) return {};
  if (origin.extended) {
    const auto marked = mark_extended_rule(mailbox, origin.rule);
    // It may have been changed meanwhile, and then is no longer the one that failed.
    if (!marked && marked.error() != ErrorCode::object_changed) return marked.error();
    return {};
  }
  if (!mailbox.is_public()) {
    store::Content content = deferred_message(mailbox, error_class, origin.folder, origin.provider, place);
    content.properties.set(oxprops::pid_tag_rule_error, static_cast<std::int32_t>(failure.error));
    content.properties.set(oxprops::pid_tag_rule_action_type, static_cast<std::int32_t>(failure.action));
    content.properties.set(oxprops::pid_tag_rule_action_number, static_cast<std::int32_t>(failure.number));
    content.properties.set(oxprops::pid_tag_rule_id, static_cast<std::int64_t>(origin.rule));
    if (auto saved = save(mailbox, std::move(content), key); !saved) return saved;
  }
  const bool unreadable = failure.error == RuleError::parsing;
  const auto marked = mark_rule(mailbox, origin.folder, origin.rule,
                                unreadable ? oxorule::st_rule_parse_error : oxorule::st_error);
  if (!marked) return marked.error();
  return {};
}

Outcome<void> update_deferred_actions(const std::shared_ptr<Logon>& logon, wire::ByteView server_entry_id,
                                      wire::ByteView client_entry_id) {
  Mailbox& mailbox = logon->mailbox();
  const FolderNumber folder = mailbox.special(SpecialFolder::deferred_action);
  if (folder == 0) return ErrorCode::not_supported;
  std::vector<MessageNumber> numbers;
  store::MessageQuery query;
  query.folder = folder;
  const auto listed = mailbox.store().list_messages(query, [&](const store::MessageRow& row) {
    const auto kept = row.properties.value(id_of(oxprops::pid_tag_dam_original_entry_id));
    const auto* entry_id = kept ? std::get_if<wire::Bytes>(&kept->value) : nullptr;
    if (entry_id && std::ranges::equal(*entry_id, server_entry_id)) numbers.push_back(row.number);
    return store::Scan::go_on;
  });
  if (!listed) return mailbox.failed(listed.error());
  for (const MessageNumber number : numbers) {
    auto message = OpenMessage::open(logon, folder, number, OpenMode::read_write, false);
    if (!message) {
      if (message.error() == ErrorCode::not_found) continue;  // the client has deleted it
      return message.error();
    }
    const wire::Bytes entry_id(client_entry_id.begin(), client_entry_id.end());
    for (store::Property property :
         {store::Property{oxprops::pid_tag_dam_original_entry_id, entry_id, nullptr},
          store::Property{oxprops::pid_tag_dam_back_patched, true, nullptr}}) {
      if (auto set = (*message)->set_property(std::move(property)); !set) return set;
    }
    if (auto saved = (*message)->save(true); !saved && saved.error() != ErrorCode::object_deleted)
      return saved;
  }
  return {};
}

}  // namespace mapigate::mailbox
