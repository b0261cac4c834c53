#include "gateway/mailbox/create.hpp"

#include <algorithm>

#include "gateway/mailbox/default_searches.hpp"
#include "gateway/mailbox/folder_names.hpp"
#include "gateway/mailbox/messages.hpp"
#include "gateway/mailbox/special_entry_ids.hpp"
#include "gateway/mailbox/special_folder_plan.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

namespace {

using store::MailboxKind;

// The language of the mailbox; the one of `lcid` from now on where it has none.
Outcome<std::uint32_t> language(Mailbox& mailbox, std::uint32_t lcid) {
  const auto properties = mailbox.store().store_properties();
  if (!properties) return mailbox.failed(properties.error());
  if (const auto* kept = properties->get<wire::i32>(oxprops::pid_tag_locale_id))
    return static_cast<std::uint32_t>(*kept);
  std::vector<store::Property> set;
  set.push_back({oxprops::pid_tag_locale_id, static_cast<wire::i32>(lcid), nullptr});
  const auto changed = mailbox.store().change_store_properties(set, {});
  if (!changed) return mailbox.failed(changed.error());
  return lcid;
}

store::Properties properties_of(const SpecialFolderPlan& plan) {
  store::Properties properties;
  const auto set_text = [&](oxcdata::PropertyTag tag, std::u16string_view text) {
    if (!text.empty()) properties.set(tag, std::u16string(text));
  };
  set_text(oxprops::pid_tag_container_class, plan.container_class);
  set_text(oxprops::pid_tag_default_post_message_class, plan.item_class);
  if (plan.hidden) properties.set(oxprops::pid_tag_attribute_hidden, true);
  return properties;
}

// A folder that a client made where the special one should be. Its own properties stay.
Outcome<bool> adopt(Mailbox& mailbox, const SpecialFolderPlan& plan, FolderNumber parent,
                    std::u16string_view name) {
  const auto found = mailbox.store().folder_by_name(parent, name);
  if (!found) return mailbox.failed(found.error());
  if (!*found) return false;
  const auto folder = mailbox.store().folder(**found);
  if (!folder) return mailbox.failed(folder.error());
  if (folder->kind != plan.kind || folder->role != 0) return false;
  store::FolderChange change;
  change.role = static_cast<std::uint8_t>(plan.role);
  change.modified = mailbox.now();
  const store::Properties planned = properties_of(plan);
  for (const store::Property& property : planned.all()) {
    if (!folder->properties.find(oxcdata::id_of(property.tag))) change.set.push_back(property);
  }
  const auto changed = mailbox.change_folder(folder->number, change);
  if (!changed) return changed.error();
  return true;
}

// A name that is free: the right one as a rule.
Outcome<std::u16string> free_name(Mailbox& mailbox, FolderNumber parent, std::u16string_view wanted) {
  std::u16string name(wanted);
  for (char16_t digit = u'1'; digit <= u'9'; ++digit) {
    const auto taken = mailbox.store().folder_by_name(parent, name);
    if (!taken) return mailbox.failed(taken.error());
    if (!*taken) return name;
    name = std::u16string(wanted) + digit;
  }
  return ErrorCode::colliding_names;
}

Outcome<void> add_folder(Mailbox& mailbox, const SpecialFolderPlan& plan, std::uint32_t lcid) {
  const std::u16string_view name = folder_name(plan.role, lcid);
  store::FolderWrite write;
  write.parent = mailbox.special(plan.parent);
  write.kind = plan.kind;
  write.role = static_cast<std::uint8_t>(plan.role);
  write.name = name;
  write.properties = properties_of(plan);
  write.created = mailbox.now();
  if (plan.parent != SpecialFolder::none) {
    const auto adopted = adopt(mailbox, plan, write.parent, name);
    if (!adopted) return adopted.error();
    if (*adopted) return {};
    auto free = free_name(mailbox, write.parent, name);
    if (!free) return free.error();
    write.name = std::move(*free);
  }
  const auto created = mailbox.create_folder(write);
  if (!created) return created.error();
  return {};
}

// Entries for everybody and for nobody in particular are there from the beginning, so that a list without
// entries is one that was never made.
Outcome<void> complete_permissions(Mailbox& mailbox, const SpecialFolderPlan& plan) {
  if (plan.default_rights == 0) return {};
  const FolderNumber folder = mailbox.special(plan.role);
  const auto kept = mailbox.permissions(folder);
  if (!kept) return kept.error();
  if (!(*kept)->empty()) return {};
  std::vector<store::Permission> permissions;
  permissions.push_back({0, std::string(store::default_member), plan.default_rights});
  permissions.push_back({0, std::string(store::anonymous_member), 0});
  return mailbox.set_permissions(folder, permissions);
}

Outcome<void> complete_entry_ids(Mailbox& mailbox, SpecialFolder role) {
  const auto folder = mailbox.store().folder(mailbox.special(role));
  if (!folder) return mailbox.failed(folder.error());
  store::FolderChange change;
  change.set = special_entry_ids(mailbox, folder->properties);
  if (change.set.empty()) return {};
  change.modified = mailbox.now();
  const auto changed = mailbox.change_folder(folder->number, change);
  if (!changed) return changed.error();
  return {};
}

// What is delivered where until a client says otherwise. The entry of all classes comes last: no client can
// take it away, so that a table which has it has been made wholly.
Outcome<void> complete_receive_folders(Mailbox& mailbox) {
  const auto kept = mailbox.store().receive_folders();
  if (!kept) return mailbox.failed(kept.error());
  const auto has = [&](std::string_view message_class) {
    return std::ranges::find(*kept, message_class, &store::ReceiveFolder::message_class) != kept->end();
  };
  if (has("")) return {};
  constexpr std::pair<std::string_view, SpecialFolder> entries[] = {
      {"IPC", SpecialFolder::root},
      {"REPORT.IPM", SpecialFolder::inbox},
      {"IPM", SpecialFolder::inbox},
      {"", SpecialFolder::inbox},
  };
  for (const auto& [message_class, role] : entries) {
    if (has(message_class)) continue;
    const auto set = mailbox.store().set_receive_folder(
        {std::string(message_class), mailbox.special(role), mailbox.now()});
    if (!set) return mailbox.failed(set.error());
  }
  return {};
}

}  // namespace

Outcome<void> complete_structure(Mailbox& mailbox, std::uint32_t lcid) {
  const auto chosen = language(mailbox, lcid);
  if (!chosen) return chosen.error();
  const MailboxKind kind = mailbox.identity().kind;
  const bool fresh = mailbox.special(special_folder_plans(kind).front().role) == 0;
  for (const SpecialFolderPlan& plan : special_folder_plans(kind)) {
    if (mailbox.special(plan.role) == 0) {
      if (const auto added = add_folder(mailbox, plan, *chosen); !added) return added;
      if (!fresh) {
        mailbox.services().log(messages::folder_added, mailbox.name(),
                               wire::to_utf8(folder_name(plan.role, 0x0409)));
      }
    }
    if (const auto completed = complete_permissions(mailbox, plan); !completed) return completed;
  }
  if (kind == MailboxKind::public_folders) return {};
  for (const SpecialFolder role : {SpecialFolder::root, SpecialFolder::inbox}) {
    if (const auto completed = complete_entry_ids(mailbox, role); !completed) return completed;
  }
  if (const auto completed = complete_receive_folders(mailbox); !completed) return completed;
  return install_default_searches(mailbox);
}

}  // namespace mapigate::mailbox
