#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gateway/store/folder_store.hpp"
#include "gateway/store/message_store.hpp"
#include "gateway/store/search_store.hpp"
#include "gateway/store/settings_store.hpp"

namespace mapigate::store {

enum class MailboxKind : std::uint8_t { user = 0, public_folders = 1 };

// What a mailbox is from its first day to its last.
struct MailboxIdentity {
  wire::Guid mailbox_guid;
  MailboxKind kind = MailboxKind::user;
  wire::Guid replica_guid;  // of all its numbers
  Time created = 0;

  bool operator==(const MailboxIdentity&) const = default;
};

// One thing that is wrong inside of a mailbox, found by verify().
struct Inconsistency {
  std::string id;    // "FOLDER_ORPHAN": what kind, for logs and documentation
  std::string text;  // one sentence
  bool repairable = true;
};

struct MailboxStatistics {
  std::uint64_t folders = 0;
  std::uint64_t messages = 0;  // soft-deleted ones and associated ones included
  std::uint64_t deleted_messages = 0;
  std::uint64_t attachments = 0;
  std::uint64_t size = 0;       // bytes as clients are told: of all messages
  std::uint64_t disk_size = 0;  // bytes on the disk, with logs and indexes
  std::uint64_t free_size = 0;  // of these: not in use
  std::uint64_t unindexed = 0;  // messages that full-text search waits for
  std::uint32_t schema_version = 0;
};

// One mailbox. Several processes may have it open. Every function, of the parts too, may be called from any
// thread and blocks on I/O; what is written is written wholly and durably, or not at all.
class MailboxStore : public FolderStore, public MessageStore, public SettingsStore, public SearchStore {
 public:
  virtual const MailboxIdentity& identity() const = 0;
  // A number that differs from the one before when something may have been changed since by another process.
  virtual StoreResult<std::uint64_t> change_token() = 0;

  // Looks for what cannot be. The structure, which is quick: orphans, loops, names twice, counts that
  // disagree, numbers beyond their counters. With `deep` all that there is: sizes, large values that nobody
  // holds or that are missing, index entries without a message, damaged pages. The driver lists the ids.
  // Reports progress as done and total of something.
  using Progress = std::function<void(std::uint64_t, std::uint64_t)>;
  virtual StoreResult<std::vector<Inconsistency>> verify(bool deep, const Progress& progress) = 0;
  // Mends what verify() finds with `deep`, and returns that; orphans go below `into`, which is not_found
  // where it is needed and not there. Where pages are damaged nothing is mended.
  virtual StoreResult<std::vector<Inconsistency>> repair(FolderNumber into, const Progress& progress) = 0;
  virtual StoreResult<MailboxStatistics> statistics() = 0;
  // Takes away what is not needed any more: keys of deliveries, files of a creation that was interrupted. At
  // start, and once a day.
  virtual StoreResult<void> clean() = 0;
};

}  // namespace mapigate::store
