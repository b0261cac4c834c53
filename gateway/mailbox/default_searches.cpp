#include "gateway/mailbox/default_searches.hpp"

#include <algorithm>

#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/search_criteria.hpp"
#include "gateway/mailbox/searches.hpp"
#include "protocol/oxprops/named_properties.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::PropertyTag;
using oxcdata::PropertyValue;
using oxcdata::RelOp;
using oxcdata::Restriction;

namespace {

template <class T>
Restriction restriction(T alternative) {
  return Restriction{std::move(alternative)};
}

template <class... Parts>
Restriction all_of(Parts... parts) {
  oxcdata::AndRestriction all;
  (all.restrictions.push_back(std::move(parts)), ...);
  return restriction(std::move(all));
}
template <class... Parts>
Restriction any_of(Parts... parts) {
  oxcdata::OrRestriction any;
  (any.restrictions.push_back(std::move(parts)), ...);
  return restriction(std::move(any));
}
Restriction not_of(Restriction part) {
  oxcdata::NotRestriction its_not;
  its_not.restriction.restriction = std::make_shared<const Restriction>(std::move(part));
  return restriction(std::move(its_not));
}
Restriction exists(PropertyTag tag) { return restriction(oxcdata::ExistRestriction{tag}); }
Restriction compares(RelOp rel_op, PropertyTag tag, PropertyValue value) {
  return restriction(oxcdata::PropertyRestriction{rel_op, tag, {tag, std::move(value)}});
}
Restriction has_prefix(PropertyTag tag, std::u16string text) {
  return restriction(oxcdata::ContentRestriction{
      oxcdata::fuzzy_prefix, oxcdata::fuzzy_ignore_case, tag, {tag, std::move(text)}});
}

Outcome<PropertyTag> tag_of(Mailbox& mailbox, const oxprops::NamedProperty& property) {
  const auto id = mailbox.property_id(property.property_name(), true);
  if (!id) return id.error();
  return oxcdata::property_tag(*id, property.type);
}

// That the message lies in none of these, as far as they are there.
Restriction in_none_of(Mailbox& mailbox, std::initializer_list<SpecialFolder> folders) {
  oxcdata::AndRestriction all;
  for (const SpecialFolder role : folders) {
    const FolderNumber number = mailbox.special(role);
    if (number == 0) continue;
    all.restrictions.push_back(
        compares(RelOp::not_equal, oxprops::pid_tag_parent_entry_id, folder_entry_id(mailbox, number)));
  }
  return restriction(std::move(all));
}

// [MS-OXOSFLD] section 3.1.4.1: what has a reminder and is neither thrown away, nor still to be sent, nor a
// meeting request.
Outcome<Restriction> reminders(Mailbox& mailbox) {
  const auto reminder_set = tag_of(mailbox, oxprops::pid_lid_reminder_set);
  if (!reminder_set) return reminder_set.error();
  const auto recurring = tag_of(mailbox, oxprops::pid_lid_recurring);
  if (!recurring) return recurring.error();
  Restriction no_request = not_of(all_of(exists(oxprops::pid_tag_message_class),
                                         has_prefix(oxprops::pid_tag_message_class, u"IPM.Schedule")));
  Restriction not_submitted = restriction(oxcdata::BitMaskRestriction{
      oxcdata::BitMapRelOp::equal_to_zero, oxprops::pid_tag_message_flags, mf_submitted});
  Restriction has_one = any_of(compares(RelOp::equal, *reminder_set, true),
                               all_of(exists(*recurring), compares(RelOp::equal, *recurring, true)));
  return all_of(
      in_none_of(mailbox, {SpecialFolder::deleted_items, SpecialFolder::junk_email, SpecialFolder::drafts,
                           SpecialFolder::outbox, SpecialFolder::conflicts, SpecialFolder::local_failures,
                           SpecialFolder::server_failures, SpecialFolder::sync_issues}),
      all_of(std::move(no_request), std::move(not_submitted), std::move(has_one)));
}

// The To-Do folder of [MS-OXOSFLD] section 2.2.1 shows tasks and what is flagged for follow-up ([MS-OXOFLAG]
// section 2.2.1.1: 2 is flagged, 1 complete), but for what is thrown away.
Outcome<Restriction> to_do(Mailbox& mailbox) {
  constexpr std::int32_t followup_complete = 1;
  constexpr std::int32_t followup_flagged = 2;
  Restriction is_task = has_prefix(oxprops::pid_tag_message_class, u"IPM.Task");
  Restriction no_request = not_of(has_prefix(oxprops::pid_tag_message_class, u"IPM.TaskRequest"));
  return all_of(
      in_none_of(mailbox, {SpecialFolder::deleted_items, SpecialFolder::junk_email, SpecialFolder::outbox,
                           SpecialFolder::conflicts, SpecialFolder::local_failures,
                           SpecialFolder::server_failures, SpecialFolder::sync_issues}),
      any_of(all_of(std::move(is_task), std::move(no_request)),
             compares(RelOp::equal, oxprops::pid_tag_flag_status, followup_flagged),
             compares(RelOp::equal, oxprops::pid_tag_flag_status, followup_complete),
             exists(oxprops::pid_tag_to_do_item_flags)));
}

Outcome<void> install(Mailbox& mailbox, SpecialFolder role, Outcome<Restriction> (*make)(Mailbox&)) {
  const FolderNumber folder = mailbox.special(role);
  const FolderNumber scope = mailbox.special(SpecialFolder::ipm_subtree);
  if (folder == 0 || scope == 0) return {};
  const auto searches = mailbox.store().searches();
  if (!searches) return mailbox.failed(searches.error());
  if (std::ranges::find(*searches, folder, &store::SearchCriteria::search_folder) != searches->end())
    return {};
  const auto wanted = make(mailbox);
  if (!wanted) return wanted.error();
  store::SearchCriteria criteria;
  criteria.search_folder = folder;
  criteria.restriction = kept_restriction(*wanted);
  criteria.folders = {scope};
  criteria.recursive = true;
  return mailbox.searches().start(criteria, true);
}

}  // namespace

Outcome<void> install_default_searches(Mailbox& mailbox) {
  if (auto installed = install(mailbox, SpecialFolder::reminders, reminders); !installed) return installed;
  return install(mailbox, SpecialFolder::to_do, to_do);
}

}  // namespace mapigate::mailbox
