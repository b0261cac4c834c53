#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_set>
#include <vector>

#include "gateway/mailbox/events.hpp"
#include "gateway/mailbox/outcome.hpp"
#include "gateway/mailbox/search_worker.hpp"
#include "gateway/store/search_store.hpp"

namespace mapigate::mailbox {

class Mailbox;
struct PlannedSearch;

// The search folders of one mailbox: fills them, and keeps up to date what those show that are not static,
// whoever changes the mailbox and whether anybody has them open. What is still to be done is in the store, so
// that it is done after a crash, too. May be used from any thread.
class Searches {
 public:
  // `worker`: where the work is done; null: only where somebody calls run().
  Searches(Mailbox& mailbox, std::shared_ptr<SearchWorker> worker);
  // Waits for the piece of work that is under way.
  ~Searches();

  // Begins, or begins anew: the folder is empty first. `index`: full-text search may be used for bodies,
  // which finds words by their beginnings.
  Outcome<void> start(store::SearchCriteria criteria, bool index);
  // The same where it runs, with the criteria that it has; otherwise nothing happens.
  Outcome<void> restart(store::FolderNumber search_folder);
  // What the folder shows stays as it is.
  Outcome<void> stop(store::SearchCriteria criteria);

  // A piece of the work, some milliseconds of it; returns whether there is more.
  bool step();
  // All of it.
  void run() {
    while (step()) {
    }
  }

 private:
  // A search folder that is being filled.
  struct Filling {
    store::FolderNumber folder = 0;
    std::vector<store::FolderNumber> left;       // folders not looked through yet
    std::vector<store::MessageNumber> messages;  // of the one under way, as far as they are left
    // Messages that may have the texts that are looked for in their bodies; nothing: all.
    std::optional<std::unordered_set<store::MessageNumber>> candidates;
  };

  void listen(const Event& event);
  void wake();
  Outcome<bool> work();
  // searches_update.cpp: what has been changed.
  Outcome<bool> update();
  Outcome<void> update_messages(std::span<const store::MessageNumber> messages, std::uint64_t seen);
  Outcome<void> expand(store::FolderNumber folder);
  // searches_fill.cpp
  Outcome<bool> fill();
  Outcome<void> begin(const PlannedSearch& search);
  Outcome<void> fill_from(PlannedSearch& search, std::span<const store::MessageNumber> messages);
  Outcome<void> finish(const PlannedSearch& search);
  Outcome<void> restart_dependents(store::FolderNumber folder);

  Mailbox& mailbox_;
  const std::shared_ptr<SearchWorker> worker_;

  std::mutex mutex_;  // held while anything is done; guards the next
  std::vector<PlannedSearch> plan_;
  std::optional<Filling> filling_;
  std::unordered_set<store::FolderNumber> without_index_;  // that are to be filled so
  std::vector<store::MessageNumber> moved_;  // of a folder that was moved: those still to be looked at
  std::uint64_t moved_id_ = 0;               // store::Unsearched::id that says so

  std::atomic<bool> outdated_ = true;  // plan_ is
  std::atomic<bool> idle_ = false;     // no search of the plan cares about changes
  Events::Subscription subscription_;
};

}  // namespace mapigate::mailbox
