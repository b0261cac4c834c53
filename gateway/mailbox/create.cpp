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

// What a client said; nothing where none has yet.
Outcome<std::optional<std::uint32_t>> language(Mailbox& mailbox) {
  const auto properties = mailbox.store().store_properties();
  if (!properties) return mailbox.failed(properties.error());
  const auto* kept = properties->get<wire::i32>(oxprops::pid_tag_locale_id);
  return kept ? std::optional(static_cast<std::uint32_t>(*kept)) : std::nullopt;
}

Outcome<void> set_language(Mailbox& mailbox, std::uint32_t lcid) {
  std::vector<store::Property> set;
  set.push_back({oxprops::pid_tag_locale_id, static_cast<wire::i32>(lcid), nullptr});
  const auto changed = mailbox.store().change_store_properties(set, {});
  if (!changed) return mailbox.failed(changed.error());
  return {};
}

// Gives the folder its name in this language, unless somebody has named it, or another folder has the name.
Outcome<void> rename(Mailbox& mailbox, SpecialFolder role, std::uint32_t lcid) {
  const auto folder = mailbox.store().folder(mailbox.special(role));
  if (!folder) return mailbox.failed(folder.error());
  const std::u16string_view name = folder_name(role, lcid);
  if (folder->name == name || !is_folder_name(role, folder->name)) return {};
  store::FolderChange change;
  change.name = name;
  change.modified = mailbox.now();
  const auto changed = mailbox.change_folder(folder->number, change);
  if (!changed && changed.error() != ErrorCode::colliding_names) return changed.error();
  return {};
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
  if (created) return {};
  // Another process may have been faster.
  if (created.error() == ErrorCode::colliding_names) {
    mailbox.poll();
    if (mailbox.special(plan.role) != 0) return {};
  }
  return created.error();
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

Outcome<bool> has_language(Mailbox& mailbox) {
  const auto kept = language(mailbox);
  if (!kept) return kept.error();
  return kept->has_value();
}

Outcome<void> complete_structure(Mailbox& mailbox, std::uint32_t client_lcid, std::uint32_t default_lcid) {
  const auto kept = language(mailbox);
  if (!kept) return kept.error();
  const std::uint32_t lcid = kept->value_or(has_folder_names(client_lcid) ? client_lcid : default_lcid);
  const MailboxKind kind = mailbox.identity().kind;
  const auto plans = special_folder_plans(kind);
  const bool fresh = mailbox.special(plans.front().role) == 0;
  for (const SpecialFolderPlan& plan : plans) {
    if (mailbox.special(plan.role) == 0) {
      if (const auto added = add_folder(mailbox, plan, lcid); !added) return added;
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
  if (const auto installed = install_default_searches(mailbox); !installed) return installed;
  if (*kept || client_lcid == 0) return {};
  // The language comes last, so that what is interrupted here is done again.
  for (const SpecialFolderPlan& plan : plans) {
    if (const auto renamed = rename(mailbox, plan.role, lcid); !renamed) return renamed;
  }
  return set_language(mailbox, lcid);
}

}  // namespace mapigate::mailbox
