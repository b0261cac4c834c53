#pragma once

#include <span>
#include <string>
#include <vector>

#include "gateway/store/message_record.hpp"

namespace mapigate::store {

// The criteria of a search folder, [MS-OXCFOLD] section 2.2.1.4.
struct SearchCriteria {
  FolderNumber search_folder = 0;
  wire::Bytes restriction;            // an oxcdata::Restriction in wire::ValueFormat::wide
  std::vector<FolderNumber> folders;  // where to look
  bool recursive = false;             // and in all folders below these
  bool is_static = false;             // looked through once, not kept up to date
  bool running = false;               // false: stopped, what it shows stays
  bool complete = false;              // everything that there was has been looked at

  bool operator==(const SearchCriteria&) const = default;
};

// What searches that are kept up to date have not looked at since it was changed.
struct Unsearched {
  std::uint64_t id = 0;       // what came later has a higher one
  MessageNumber message = 0;  // one that was saved, copied, moved, marked or recovered; or 0 and
  FolderNumber folder = 0;    // one that was moved: all messages in it and in the folders below it
};

// Whether a search folder shows a message.
struct SearchVerdict {
  FolderNumber search_folder = 0;
  MessageNumber message = 0;
  bool shows = false;

  bool operator==(const SearchVerdict&) const = default;
};

// Search folders and full-text search.
class SearchStore {
 public:
  virtual ~SearchStore() = default;

  // Those of all search folders.
  virtual StoreResult<std::vector<SearchCriteria>> searches() = 0;
  virtual StoreResult<void> set_search(const SearchCriteria& criteria) = 0;
  // What the folder shows: messages are added (those that it shows already, and those that no longer exist,
  // are left out) and taken out. A message that is deleted or moved leaves all search folders by itself.
  virtual StoreResult<void> change_results(FolderNumber search_folder, std::span<const MessageNumber> add,
                                           std::span<const MessageNumber> remove) = 0;
  virtual StoreResult<void> clear_results(FolderNumber search_folder) = 0;
  // Kept with what is changed, as long as there are searches that run and are not static: at most `limit`,
  // what has waited longest first.
  virtual StoreResult<std::vector<Unsearched>> unsearched(std::uint64_t limit) = 0;
  // As change_results(), for several folders; what has an id up to `seen` does not wait any more. Returns the
  // verdicts that changed something.
  virtual StoreResult<std::vector<SearchVerdict>> searched(std::span<const SearchVerdict> verdicts,
                                                           std::uint64_t seen) = 0;

  // The messages whose text has all of these words, the last letters of each word open; those of one folder,
  // or of all where it is 0. Words are compared without regard to case and accents.
  virtual StoreResult<std::vector<MessageNumber>> find_text(std::u16string_view words,
                                                            FolderNumber folder) = 0;
  // Messages are saved first and indexed later: at most `limit` of those that wait, in one transaction.
  // find_text() does what is left. Returns how many it did.
  virtual StoreResult<std::uint64_t> index_pending(std::uint64_t limit) = 0;
};

}  // namespace mapigate::store
