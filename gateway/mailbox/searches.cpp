#include "gateway/mailbox/searches.hpp"

#include <algorithm>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/mailbox/search_plan.hpp"

namespace mapigate::mailbox {

Searches::Searches(Mailbox& mailbox, std::shared_ptr<SearchWorker> worker)
    : mailbox_(mailbox), worker_(std::move(worker)) {
  subscription_ = mailbox.events().subscribe([this](const Event& event) { listen(event); });
  // What an earlier process has left.
  wake();
}

Searches::~Searches() {
  subscription_ = {};
  if (worker_) worker_->remove(*this);
}

void Searches::wake() {
  if (worker_) worker_->add(*this);
}

void Searches::listen(const Event& event) {
  if (event.search) return;
  switch (event.kind) {
    case EventKind::folder_created:
    case EventKind::folder_moved:
    case EventKind::folder_copied:
    case EventKind::folder_deleted:
    case EventKind::everything:
      outdated_ = true;
      break;
    case EventKind::message_created:
    case EventKind::message_changed:
    case EventKind::message_moved:
    case EventKind::message_copied:
      if (idle_) return;
      break;
    default:
      return;  // messages leave search folders by themselves
  }
  wake();
}

Outcome<void> Searches::start(store::SearchCriteria criteria, bool index) {
  criteria.running = true;
  criteria.complete = false;
  {
    const std::lock_guard lock(mutex_);
    const auto set = mailbox_.store().set_search(criteria);
    if (!set) return mailbox_.failed(set.error());
    const auto cleared = mailbox_.store().clear_results(criteria.search_folder);
    if (!cleared) return mailbox_.failed(cleared.error());
    if (auto restarted = restart_dependents(criteria.search_folder); !restarted) return restarted;
    if (index) {
      without_index_.erase(criteria.search_folder);
    } else {
      without_index_.insert(criteria.search_folder);
    }
    filling_.reset();
    outdated_ = true;
  }
  mailbox_.events().publish({.kind = EventKind::folder_changed, .folder = criteria.search_folder});
  wake();
  return {};
}

Outcome<void> Searches::restart(FolderNumber search_folder) {
  const auto all = mailbox_.store().searches();
  if (!all) return mailbox_.failed(all.error());
  const auto found = std::ranges::find(*all, search_folder, &store::SearchCriteria::search_folder);
  return found != all->end() && found->running ? start(*found, true) : Outcome<void>();
}

Outcome<void> Searches::stop(store::SearchCriteria criteria) {
  criteria.running = false;
  const std::lock_guard lock(mutex_);
  const auto set = mailbox_.store().set_search(criteria);
  if (!set) return mailbox_.failed(set.error());
  outdated_ = true;
  return {};
}

bool Searches::step() {
  const std::lock_guard lock(mutex_);
  const auto more = work();
  // A failure is in the log. What is left is tried again when something changes or the mailbox is polled.
  return more && *more;
}

Outcome<bool> Searches::work() {
  if (outdated_.exchange(false)) {
    auto plan = plan_searches(mailbox_);
    if (!plan) {
      outdated_ = true;
      return plan.error();
    }
    plan_ = std::move(*plan);
    idle_ = std::ranges::none_of(plan_, &PlannedSearch::is_kept);
  }
  // Both go on, so that neither a long import nor a large folder stops the other.
  const auto updated = update();
  if (!updated) return updated;
  const auto filled = fill();
  if (!filled) return filled;
  return *updated || *filled;
}

}  // namespace mapigate::mailbox
