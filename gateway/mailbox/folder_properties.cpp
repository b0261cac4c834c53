#include "gateway/mailbox/folder_properties.hpp"

#include <algorithm>
#include <limits>

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/folder_tree.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/read_state.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::PropertyValue;
using store::FolderKind;
using store::FolderRecord;
using store::Property;
using namespace oxprops;  // NOLINT: this file is a list of property tags

namespace {

// PidTagFolderFlags, [MS-OXCFOLD] section 2.2.2.2.1.5.
constexpr std::int32_t folder_ipm = 0x1;
constexpr std::int32_t folder_search = 0x2;
constexpr std::int32_t folder_normal = 0x4;
constexpr std::int32_t folder_rules = 0x8;

// PidTagAssociatedContentCount is not in [MS-OXPROPS]; MAPI has it as PR_ASSOC_CONTENT_COUNT.
constexpr PropertyTag associated_content_count =
    oxcdata::property_tag(0x3617, oxcdata::PropertyType::integer32);

// PidTagObjectType, [MS-OXCPRPT] section 2.2.1.7.
constexpr std::int32_t object_type_folder = 3;

// PidTagAccess, as far as messages do not have it.
constexpr std::uint32_t access_create_hierarchy = 0x08;
constexpr std::uint32_t access_create_contents = 0x10;
constexpr std::uint32_t access_create_associated = 0x20;

Property make(PropertyTag tag, PropertyValue value) { return {tag, std::move(value), nullptr}; }

PropertyValue count(std::uint64_t number) {
  return static_cast<std::int32_t>(std::min<std::uint64_t>(number, std::numeric_limits<std::int32_t>::max()));
}

PropertyValue time(store::Time time) { return wire::FileTime{time}; }

PropertyValue id_number(auto id) { return static_cast<std::int64_t>(id); }

// The root is its own parent.
FolderNumber parent_of(const FolderRecord& folder) {
  return folder.parent == 0 ? folder.number : folder.parent;
}

PropertyValue instance_key(const Mailbox&, const FolderRecord& folder) {
  wire::Bytes key(sizeof folder.number);
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<wire::u8>(folder.number >> 8 * i);
  return key;
}
PropertyValue message_size(const Mailbox&, const FolderRecord& folder) {
  return static_cast<std::int64_t>(folder.counts.size + folder.counts.associated_size);
}
PropertyValue own_source_key(const Mailbox& mailbox, const FolderRecord& folder) {
  return source_key(mailbox, folder.number);
}
// [MS-OXCFXICS] section 2.2.1.2.6: the folder at the top has none.
PropertyValue parent_source_key(const Mailbox& mailbox, const FolderRecord& folder) {
  return folder.parent == 0 ? wire::Bytes() : source_key(mailbox, folder.parent);
}
// Any change below a folder changes the folder, so this grows with each.
PropertyValue hierarchy_change_number(const Mailbox&, const FolderRecord& folder) {
  return static_cast<std::int32_t>(folder.version.change_number & 0x7FFF'FFFF);
}
// Clients look whether it is what it was when they read the contents. The store counts changes, so that none
// is lost by a clock that was set back or is too coarse.
PropertyValue local_commit_time_max(const Mailbox&, const FolderRecord& folder) {
  return time(folder.modified + folder.contents_change);
}

using MB = const Mailbox&;
using FR = const FolderRecord&;

struct Entry {
  PropertyTag tag{};
  PropertyValue (*value)(MB, FR) = nullptr;  // null: the store must be asked for more, in from_store()
};

// In the order of their ids. PidTagMessageSize and PidTagMessageSizeExtended have one.
constexpr Entry entries[] = {
    {pid_tag_message_size_extended, message_size},
    {pid_tag_parent_entry_id, [](MB m, FR f) -> PropertyValue { return folder_entry_id(m, parent_of(f)); }},
    {pid_tag_access, nullptr},
    {pid_tag_instance_key, instance_key},
    {pid_tag_access_level, nullptr},
    {pid_tag_mapping_signature, [](MB m, FR) -> PropertyValue { return mapping_signature(m); }},
    {pid_tag_record_key, own_source_key},
    {pid_tag_store_entry_id, [](MB m, FR) -> PropertyValue { return store_entry_id(m); }},
    {pid_tag_object_type, [](MB, FR) -> PropertyValue { return object_type_folder; }},
    {pid_tag_entry_id, [](MB m, FR f) -> PropertyValue { return folder_entry_id(m, f.number); }},
    {pid_tag_display_name, [](MB, FR f) -> PropertyValue { return f.name; }},
    {pid_tag_creation_time, [](MB, FR f) { return time(f.created); }},
    {pid_tag_last_modification_time, [](MB, FR f) { return time(f.modified); }},
    {pid_tag_search_key, own_source_key},
    {pid_tag_folder_type, [](MB, FR f) -> PropertyValue { return static_cast<std::int32_t>(f.kind); }},
    {pid_tag_content_count, [](MB, FR f) { return count(f.counts.messages); }},
    {pid_tag_content_unread_count, nullptr},
    {pid_tag_subfolders, [](MB, FR f) -> PropertyValue { return f.subfolders > 0; }},
    {associated_content_count, [](MB, FR f) { return count(f.counts.associated); }},
    {pid_tag_hier_rev, [](MB, FR f) { return time(f.modified); }},
    {pid_tag_source_key, own_source_key},
    {pid_tag_parent_source_key, parent_source_key},
    {pid_tag_change_key, [](MB m, FR f) -> PropertyValue { return change_key(m, f.version); }},
    {pid_tag_predecessor_change_list,
     [](MB m, FR f) -> PropertyValue { return predecessor_change_list(m, f.version); }},
    {pid_tag_rights, nullptr},
    {pid_tag_has_rules, nullptr},
    {pid_tag_hierarchy_change_number, hierarchy_change_number},
    {pid_tag_deleted_on, nullptr},
    {pid_tag_folder_flags, nullptr},
    {pid_tag_local_commit_time, [](MB, FR f) { return time(f.modified); }},
    {pid_tag_local_commit_time_max, local_commit_time_max},
    {pid_tag_deleted_count_total, [](MB, FR f) { return count(f.counts.deleted); }},
    {pid_tag_folder_id, [](MB, FR f) { return id_number(folder_id(f.number)); }},
    {pid_tag_parent_folder_id, [](MB, FR f) { return id_number(folder_id(parent_of(f))); }},
    {pid_tag_change_number, [](MB, FR f) { return id_number(change_number(f.version.change_number)); }},
};
constexpr auto entry_id_of = [](const Entry& entry) { return id_of(entry.tag); };
static_assert(std::ranges::is_sorted(entries, {}, entry_id_of));

const Entry* entry_of(std::uint16_t id) {
  const Entry* entry = std::ranges::lower_bound(entries, id, {}, entry_id_of);
  return entry != std::end(entries) && id_of(entry->tag) == id ? entry : nullptr;
}

Outcome<bool> has_rules(Mailbox& mailbox, FolderNumber folder) {
  const auto rules = mailbox.store().rules(folder);
  if (!rules) return mailbox.failed(rules.error());
  return !rules->empty();
}

// In public folders each user has read other messages.
Outcome<std::uint64_t> unread_count(const Logon& logon, const FolderRecord& folder) {
  Mailbox& mailbox = logon.mailbox();
  if (!mailbox.is_public()) return folder.counts.unread;
  const auto state = ReadState::load(mailbox, logon.actor(), folder.number);
  if (!state) return state.error();
  store::MessageQuery query;
  query.folder = folder.number;
  query.properties = false;
  std::uint64_t unread = 0;
  const auto listed = mailbox.store().list_messages(query, [&](const store::MessageRow& row) {
    if (!state->is_read(row.read, row.change_number)) ++unread;
    return store::Scan::go_on;
  });
  if (!listed) return mailbox.failed(listed.error());
  return unread;
}

}  // namespace

std::uint32_t folder_access(Rights rights) {
  const auto any = [&](Rights needed) { return (rights & needed) != 0; };
  std::uint32_t access = access_read;
  if (any(right_folder_owner)) access |= access_modify | access_delete;
  if (any(right_create_subfolder)) access |= access_create_hierarchy;
  if (any(right_create)) access |= access_create_contents | access_create_associated;
  return access;
}

bool FolderProperties::is_computed(std::uint16_t id) { return entry_of(id) != nullptr; }

std::vector<PropertyTag> FolderProperties::tags(const FolderRecord& folder) {
  std::vector<PropertyTag> tags{pid_tag_message_size};
  for (const Entry& entry : entries) {
    if (entry.tag != pid_tag_deleted_on || folder.deleted) tags.push_back(entry.tag);
  }
  for (const Property& property : folder.properties.all()) tags.push_back(property.tag);
  return tags;
}

Outcome<Property> FolderProperties::property(const FolderRecord& folder, std::uint16_t id) {
  const Entry* entry = entry_of(id);
  if (entry && entry->value) return make(entry->tag, entry->value(logon_.mailbox(), folder));
  if (entry) return from_store(folder, id);
  const Property* kept = folder.properties.find(id);
  if (!kept) return ErrorCode::not_found;
  return *kept;
}

// Those that depend on who looks, or that the store must be asked for once more.
Outcome<Property> FolderProperties::from_store(const FolderRecord& folder, std::uint16_t id) {
  Mailbox& mailbox = logon_.mailbox();
  switch (id) {
    case id_of(pid_tag_access): {
      const auto given = rights(folder);
      if (!given) return given.error();
      return make(pid_tag_access, static_cast<std::int32_t>(folder_access(*given)));
    }
    case id_of(pid_tag_access_level): {
      const auto given = rights(folder);
      if (!given) return given.error();
      return make(pid_tag_access_level, (*given & right_folder_owner) != 0 ? 1 : 0);
    }
    case id_of(pid_tag_rights): {
      const auto given = rights(folder);
      if (!given) return given.error();
      // [MS-OXCFOLD] section 2.2.2.2.2.8 has no free/busy bits.
      return make(pid_tag_rights,
                  static_cast<std::int32_t>(*given & ~(right_free_busy_simple | right_free_busy_detailed)));
    }
    case id_of(pid_tag_deleted_on):
      if (!folder.deleted) return ErrorCode::not_found;
      return make(pid_tag_deleted_on, time(*folder.deleted));
    case id_of(pid_tag_content_unread_count): {
      const auto unread = unread_count(logon_, folder);
      if (!unread) return unread.error();
      return make(pid_tag_content_unread_count, count(*unread));
    }
    case id_of(pid_tag_has_rules): {
      const auto has = has_rules(mailbox, folder.number);
      if (!has) return has.error();
      return make(pid_tag_has_rules, *has);
    }
    case id_of(pid_tag_folder_flags): {
      const auto ipm = in_ipm_subtree(folder);
      if (!ipm) return ipm.error();
      const auto rules = has_rules(mailbox, folder.number);
      if (!rules) return rules.error();
      return make(pid_tag_folder_flags,
                  (*ipm ? folder_ipm : 0) |
                      (folder.kind == FolderKind::search ? folder_search : folder_normal) |
                      (*rules ? folder_rules : 0));
    }
    default:
      return ErrorCode::not_found;
  }
}

Outcome<Rights> FolderProperties::rights(const FolderRecord& folder) {
  if (logon_.actor().owner) return rights_of_owner | right_folder_contact;
  return logon_.rights(folder.number);
}

// Parents come before their children in a hierarchy table, so what is remembered of a parent decides as a
// rule.
Outcome<bool> FolderProperties::in_ipm_subtree(const FolderRecord& folder) {
  Mailbox& mailbox = logon_.mailbox();
  const FolderNumber top =
      mailbox.special(mailbox.is_public() ? SpecialFolder::public_ipm_subtree : SpecialFolder::ipm_subtree);
  std::vector<FolderNumber> path{folder.number};
  FolderNumber parent = folder.parent;
  std::optional<bool> known;
  if (folder.number == top) known = true;
  while (!known) {
    if (const auto remembered = in_ipm_subtree_.find(parent); remembered != in_ipm_subtree_.end()) {
      known = remembered->second;
    } else if (parent == 0 || path.size() > max_folder_depth) {
      known = false;
    } else if (parent == top) {
      known = true;
    } else {
      path.push_back(parent);
      const auto record = mailbox.store().folder(parent);
      if (!record) return mailbox.failed(record.error());
      parent = record->parent;
    }
  }
  for (const FolderNumber number : path) in_ipm_subtree_[number] = *known;
  return *known;
}

}  // namespace mapigate::mailbox
