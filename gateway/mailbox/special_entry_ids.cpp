#include "gateway/mailbox/special_entry_ids.hpp"

#include <utility>

#include "gateway/mailbox/entry_ids.hpp"
#include "protocol/oxosfld/persist_data.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

namespace {

using oxosfld::PersistData;
using store::Properties;
using store::Property;
using EntryIds = std::vector<wire::Bytes>;

// [MS-OXOSFLD] section 2.2.3.
constexpr std::pair<oxcdata::PropertyTag, SpecialFolder> single[] = {
    {oxprops::pid_tag_ipm_appointment_entry_id, SpecialFolder::calendar},
    {oxprops::pid_tag_ipm_contact_entry_id, SpecialFolder::contacts},
    {oxprops::pid_tag_ipm_journal_entry_id, SpecialFolder::journal},
    {oxprops::pid_tag_ipm_note_entry_id, SpecialFolder::notes},
    {oxprops::pid_tag_ipm_task_entry_id, SpecialFolder::tasks},
    {oxprops::pid_tag_reminders_online_entry_id, SpecialFolder::reminders},
    {oxprops::pid_tag_ipm_drafts_entry_id, SpecialFolder::drafts},
};

// Section 2.2.4, by their indexes. Behind them are values of clients.
constexpr SpecialFolder additional[] = {SpecialFolder::conflicts, SpecialFolder::sync_issues,
                                        SpecialFolder::local_failures, SpecialFolder::server_failures,
                                        SpecialFolder::junk_email};

// Section 2.2.5.
constexpr std::pair<wire::u16, SpecialFolder> persisted[] = {
    {PersistData::rss_subscription, SpecialFolder::rss_feeds},
    {PersistData::todo_search, SpecialFolder::to_do},
    {PersistData::conversation_actions, SpecialFolder::conversation_actions},
    {PersistData::suggested_contacts, SpecialFolder::suggested_contacts},
    {PersistData::buddy_list_pdls, SpecialFolder::im_contact_list},
    {PersistData::buddy_list_contacts, SpecialFolder::quick_contacts},
};

// Section 2.2.6: four values, the last of which is the folder. The others are of messages that clients make.
constexpr std::size_t free_busy_index = 3;

EntryIds entry_ids(const Properties& now, oxcdata::PropertyTag tag, std::size_t least) {
  const EntryIds* kept = now.get<EntryIds>(tag);
  EntryIds ids = kept ? *kept : EntryIds();
  if (ids.size() < least) ids.resize(least);
  return ids;
}

oxosfld::AdditionalRenEntryIdsEx persisted_ids(const Properties& now) {
  if (const auto* kept = now.get<wire::Bytes>(oxprops::pid_tag_additional_ren_entry_ids_ex)) {
    if (auto parsed = wire::parse<oxosfld::AdditionalRenEntryIdsEx>(*kept)) return std::move(*parsed);
  }
  return {{PersistData{PersistData::sentinel, {}}}};
}

}  // namespace

std::vector<Property> special_entry_ids(Mailbox& mailbox, const Properties& now) {
  std::vector<Property> changed;
  const auto put = [&](oxcdata::PropertyTag tag, oxcdata::PropertyValue value) {
    const Property* kept = now.find(oxcdata::id_of(tag));
    if (!kept || kept->tag != tag || kept->value != value)
      changed.push_back({tag, std::move(value), nullptr});
  };
  const auto id_of_role = [&](SpecialFolder role) { return folder_entry_id(mailbox, mailbox.special(role)); };
  for (const auto& [tag, role] : single) put(tag, id_of_role(role));

  EntryIds ren = entry_ids(now, oxprops::pid_tag_additional_ren_entry_ids, std::size(additional));
  for (std::size_t i = 0; i < std::size(additional); ++i) ren[i] = id_of_role(additional[i]);
  put(oxprops::pid_tag_additional_ren_entry_ids, std::move(ren));

  auto persist = persisted_ids(now);
  for (const auto& [persist_id, role] : persisted) persist.set(persist_id, id_of_role(role));
  if (auto bytes = wire::serialize(persist))
    put(oxprops::pid_tag_additional_ren_entry_ids_ex, std::move(*bytes));

  EntryIds free_busy = entry_ids(now, oxprops::pid_tag_free_busy_entry_ids, free_busy_index + 1);
  free_busy[free_busy_index] = id_of_role(SpecialFolder::freebusy_data);
  put(oxprops::pid_tag_free_busy_entry_ids, std::move(free_busy));
  return changed;
}

}  // namespace mapigate::mailbox
