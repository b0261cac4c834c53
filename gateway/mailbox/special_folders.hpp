#pragma once

#include <cstdint>

namespace mapigate::mailbox {

// The roles of folders that a mailbox has from the beginning, [MS-OXOSFLD] section 2.2.1 and [MS-OXCSTOR]
// section 2.2.1.1.3: FolderRecord::role. Stored, so numbers are never given anew.
enum class SpecialFolder : std::uint8_t {
  none = 0,
  root = 1,
  ipm_subtree = 2,
  inbox = 3,
  outbox = 4,
  sent_items = 5,
  deleted_items = 6,
  common_views = 7,
  schedule = 8,
  finder = 9,  // "Search" of a logon response
  views = 10,
  shortcuts = 11,
  spooler_queue = 12,
  deferred_action = 13,
  drafts = 14,
  calendar = 15,
  contacts = 16,
  journal = 17,
  notes = 18,
  tasks = 19,
  junk_email = 20,
  sync_issues = 21,
  conflicts = 22,
  local_failures = 23,
  server_failures = 24,
  reminders = 25,  // a search folder
  to_do = 26,      // a search folder
  freebusy_data = 27,
  rss_feeds = 28,
  conversation_actions = 29,
  quick_contacts = 30,
  im_contact_list = 31,
  suggested_contacts = 32,
  archive = 33,
  outgoing = 34,  // not seen by clients: messages on their way that the sender does not keep
  // Of public folders, [MS-OXCSTOR] section 2.2.1.1.4.
  public_root = 64,
  public_ipm_subtree = 65,
  public_non_ipm_subtree = 66,
  eforms_registry = 67,
  public_free_busy = 68,
  offline_address_book = 69,
};

}  // namespace mapigate::mailbox
