#pragma once

#include <map>
#include <string_view>

#include "gateway/store/mailbox_store.hpp"
#include "gateway/store/packed_properties.hpp"
#include "gateway/store/sqlite/mailbox_values.hpp"

// What can be wrong inside of a mailbox's database. The ids never change: they stand in logs and
// documentation.
//
//   id                    what it is                                        how it is repaired
//   IDENTITY              replica 1 is not the mailbox's own                made its own
//   COUNTER_BEHIND        a counter would give a number a second time       set behind the highest that is
//   used RESERVED_TAKEN        a number is reserved, and in use                  no longer reserved
//   FOLDER_NO_ROOT        there is no root folder                           from a backup
//   FOLDER_ORPHAN         the parent of a folder does not exist             moved below `into`
//   FOLDER_LOOP           folders that are below one another                one of them moved below `into`
//   FOLDER_BELOW_DELETED  a folder that is there, below one that is not     moved below `into`
//   FOLDER_NAME_KEY       what a name is compared by is not made of it      made anew
//   FOLDER_NAME_TWICE     the same, and another folder has the name         made anew, renamed
//   FOLDER_DAMAGED        the properties of a folder cannot be read         from a backup
//   FOLDER_COUNTS         counts or sizes of a folder are wrong             counted anew
//   MESSAGE_ORPHAN        the folder of a message does not exist            moved into `into`
//   MESSAGE_STATE         deleted without a time, or a time of none         the time decides
//   SETTING_ORPHAN        permissions, rules and the like of a folder that  deleted
//                         does not exist
// and where all is read (`deep`):
//   PAGE_DAMAGED          SQLite cannot read a page, or it makes no sense   from a backup
//   INDEX_DAMAGED         an index does not agree with its table            made anew
//   TEXT_INDEX_DAMAGED    the full-text index is damaged inside             emptied: what is saved from then
//   on
//                                                                           is found
//   MESSAGE_DAMAGED       properties, recipients or attachments of a        from a backup
//                         message cannot be read
//   MESSAGE_SIZE          the size of a message is wrong                    counted anew
//   ATTACHMENT_ORPHAN     the message of attachments does not exist         a message in `into` is made for
//   them ATTACHMENT_PARENT     an attachment inside of one that is none          of the message itself
//   VALUE_UNREFERENCED    a large value that nobody holds                   deleted
//   VALUE_MISSING         bytes of a large value are missing                from a backup
//   REFERENCE_STALE       a large value is held by what does not name it    let go
//   REFERENCE_MISSING     a large value is named but not held               held
//   SEARCH_RESULT_STALE   a search folder shows what it cannot              taken out
//   TEXT_ENTRY_STALE      full text of a message that does not exist        deleted

namespace mapigate::store::sqlite {

struct VerifyOptions {
  bool deep = false;
  bool repair = false;    // what is found, too
  FolderNumber into = 0;  // where orphans go
  MailboxStore::Progress progress;
};

// Looks through a mailbox within one transaction. mailbox_verify.cpp, mailbox_verify_folders.cpp,
// mailbox_verify_messages.cpp.
class Verifier {
 public:
  Verifier(PooledTransaction& transaction, const MailboxIdentity& identity, const VerifyOptions& options)
      : transaction_(transaction), identity_(identity), options_(options) {}

  std::vector<Inconsistency> run();

 private:
  // What is found: at most so many of a kind one by one, then how many more there are.
  static constexpr std::size_t most_of_a_kind = 100;
  void found(std::string_view id, std::string text, bool repairable = true);
  void step();
  bool repairs() const { return options_.repair; }

  void check_identity();
  void check_counters();
  void check_counter(const char* next, const char* highest, const char* raise);
  void check_reserved();
  void check_settings();
  void check_counts();
  void check_pages();

  void check_folders();
  void check_tree();
  void check_folder_names();
  void check_folder_properties();
  void move_below(FolderNumber folder, FolderNumber parent);
  std::u16string free_name(FolderNumber parent, FolderNumber folder, const std::u16string& name);

  void check_messages();
  void check_attachment_owners();
  void check_searches();
  void check_texts();
  void check_contents();
  void check_content(MessageNumber number);
  void check_references(OwnerKind kind, std::uint64_t owner, std::vector<LargeReference> named);
  void check_owners();
  void check_values();

  PooledTransaction& transaction_;
  const MailboxIdentity& identity_;
  const VerifyOptions& options_;
  std::vector<Inconsistency> inconsistencies_;
  std::map<std::string, std::size_t, std::less<>> of_a_kind_;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
};

// The references in the properties of an owner that is no message; nothing where they are damaged.
std::optional<std::vector<LargeReference>> large_values_of(std::span<const std::uint8_t> properties);

}  // namespace mapigate::store::sqlite
