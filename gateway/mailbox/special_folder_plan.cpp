#include "gateway/mailbox/special_folder_plan.hpp"

namespace mapigate::mailbox {

namespace {

using enum SpecialFolder;
using store::FolderKind;

constexpr auto generic = FolderKind::generic;
constexpr auto search = FolderKind::search;

// [MS-OXOSFLD] section 2.2.1: container classes. Where Exchange and Outlook have folders that are not in its
// list, they are as there.
constexpr SpecialFolderPlan mailbox_plans[] = {
    {root, none, FolderKind::root},
    {ipm_subtree, root},
    {inbox, ipm_subtree, generic, u"IPF.Note"},
    {outbox, ipm_subtree, generic, u"IPF.Note"},
    {sent_items, ipm_subtree, generic, u"IPF.Note"},
    {deleted_items, ipm_subtree, generic, u"IPF.Note"},
    {drafts, ipm_subtree, generic, u"IPF.Note"},
    // Whoever plans a meeting sees when its owner is busy, and nothing else.
    {calendar, ipm_subtree, generic, u"IPF.Appointment", u"IPM.Appointment", false, right_free_busy_simple},
    {contacts, ipm_subtree, generic, u"IPF.Contact", u"IPM.Contact"},
    {quick_contacts, contacts, generic, u"IPF.Contact.MOC.QuickContacts", {}, true},
    {im_contact_list, contacts, generic, u"IPF.Contact.MOC.ImContactList", {}, true},
    {suggested_contacts, ipm_subtree, generic, u"IPF.Contact", u"IPM.Contact"},
    {journal, ipm_subtree, generic, u"IPF.Journal", u"IPM.Activity"},
    {notes, ipm_subtree, generic, u"IPF.StickyNote", u"IPM.StickyNote"},
    {tasks, ipm_subtree, generic, u"IPF.Task", u"IPM.Task"},
    {junk_email, ipm_subtree, generic, u"IPF.Note"},
    {archive, ipm_subtree, generic, u"IPF.Note"},
    {rss_feeds, ipm_subtree, generic, u"IPF.Note.OutlookHomepage"},
    {sync_issues, ipm_subtree, generic, u"IPF.Note"},
    {conflicts, sync_issues, generic, u"IPF.Note"},
    {local_failures, sync_issues, generic, u"IPF.Note"},
    {server_failures, sync_issues, generic, u"IPF.Note"},
    {conversation_actions, ipm_subtree, generic, u"IPF.Configuration", {}, true},
    {common_views, root},
    {schedule, root},
    {finder, root},
    {views, root},
    {shortcuts, root},
    {deferred_action, root},
    {spooler_queue, root, search},
    {freebusy_data, root},
    {reminders, root, search, u"Outlook.Reminder"},  // [MS-OXORMDR] section 2.2.3
    {to_do, root, search, u"IPF.Task"},
    {outgoing, root, generic, {}, {}, true},
};

constexpr Rights reviewer = right_read_any | right_folder_visible;
constexpr Rights author = reviewer | right_create | right_edit_owned | right_delete_owned;
constexpr Rights editor = author | right_edit_any | right_delete_any;

// [MS-OXCSTOR] section 2.2.1.1.4, with the rights that Exchange gives to everybody.
constexpr SpecialFolderPlan public_plans[] = {
    {public_root, none, FolderKind::root, {}, {}, false, right_folder_visible},
    {public_ipm_subtree, public_root, generic, {}, {}, false, author},
    {public_non_ipm_subtree, public_root, generic, {}, {}, false, right_folder_visible},
    {eforms_registry, public_non_ipm_subtree, generic, {}, {}, false, reviewer},
    {public_free_busy, public_non_ipm_subtree, generic, {}, {}, false, editor},
    {offline_address_book, public_non_ipm_subtree, generic, {}, {}, false, reviewer},
};

}  // namespace

std::span<const SpecialFolderPlan> special_folder_plans(store::MailboxKind kind) {
  if (kind == store::MailboxKind::public_folders) return public_plans;
  return mailbox_plans;
}

}  // namespace mapigate::mailbox
