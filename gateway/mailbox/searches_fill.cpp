#include <algorithm>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/mailbox/message_lists.hpp"
#include "gateway/mailbox/search_criteria.hpp"
#include "gateway/mailbox/search_evaluation.hpp"
#include "gateway/mailbox/search_plan.hpp"
#include "gateway/mailbox/searches.hpp"

namespace mapigate::mailbox {

namespace {

constexpr std::size_t filled_at_once = 200;

// The index knows words by their beginnings only. So few messages are read faster than they are worth such a
// loss.
constexpr std::uint64_t read_without_index = 1000;

using Candidates = std::optional<std::unordered_set<MessageNumber>>;

Outcome<Candidates> candidates(Mailbox& mailbox, const PlannedSearch& search) {
  const auto restriction = read_restriction(search.criteria.restriction);
  const auto texts = restriction.restriction ? body_texts(*restriction.restriction) : std::nullopt;
  if (!texts) return Candidates();
  std::uint64_t messages = 0;
  for (const FolderNumber number : search.scope) {
    const auto folder = mailbox.store().folder(number);
    if (folder) messages += folder->counts.messages;
  }
  if (messages <= read_without_index) return Candidates();
  std::unordered_set<MessageNumber> found;
  for (const std::u16string& text : *texts) {
    const auto numbers = mailbox.store().find_text(text, 0);
    if (!numbers) return mailbox.failed(numbers.error());
    found.insert(numbers->begin(), numbers->end());
  }
  return Candidates(std::move(found));
}

}  // namespace

Outcome<bool> Searches::fill() {
  const auto search = std::ranges::find_if(plan_, &PlannedSearch::is_to_be_filled);
  if (search == plan_.end()) return false;
  if (!filling_ || filling_->folder != search->folder()) {
    if (auto begun = begin(*search); !begun) return begun.error();
  }
  std::vector<MessageNumber>& messages = filling_->messages;
  while (messages.empty() && !filling_->left.empty()) {
    const FolderNumber folder = filling_->left.back();
    auto numbers = message_numbers(mailbox_, folder, store::Contents::normal);
    if (!numbers && numbers.error() != ErrorCode::not_found) return numbers.error();
    filling_->left.pop_back();
    if (numbers) messages = std::move(*numbers);
  }
  if (messages.empty()) {
    if (auto finished = finish(*search); !finished) return finished.error();
    return true;
  }
  // The newest first: they have the highest numbers.
  const std::size_t count = std::min(messages.size(), filled_at_once);
  const std::vector<MessageNumber> batch(messages.rbegin(), messages.rbegin() + count);
  if (auto filled = fill_from(*search, batch); !filled) return filled.error();
  messages.resize(messages.size() - count);
  return true;
}

Outcome<void> Searches::begin(const PlannedSearch& search) {
  Filling filling;
  filling.folder = search.folder();
  filling.left.assign(search.scope.begin(), search.scope.end());
  for (const std::size_t inner : search.inner) filling.left.push_back(plan_[inner].folder());
  if (!without_index_.contains(search.folder())) {
    auto found = candidates(mailbox_, search);
    if (!found) return found.error();
    filling.candidates = std::move(*found);
  }
  filling_ = std::move(filling);
  return {};
}

Outcome<void> Searches::fill_from(PlannedSearch& search, std::span<const MessageNumber> messages) {
  PlannedSearch* one[] = {&search};
  const auto evaluated =
      evaluate(mailbox_, messages, {one, filling_->candidates ? &*filling_->candidates : nullptr});
  if (!evaluated) return evaluated.error();
  std::vector<store::SearchVerdict> found;
  for (const Evaluated& message : *evaluated) {
    if (message.matches.front() == Match::yes) found.push_back({search.folder(), message.number, true});
  }
  if (found.empty()) return {};
  const auto added = mailbox_.store().searched(found, 0);
  if (!added) return mailbox_.failed(added.error());
  for (const store::SearchVerdict& verdict : *added) {
    mailbox_.events().publish({.kind = EventKind::message_created,
                               .folder = verdict.search_folder,
                               .message = verdict.message,
                               .search = true});
  }
  return {};
}

// A static search is over; any other goes on with what changes.
Outcome<void> Searches::finish(const PlannedSearch& search) {
  store::SearchCriteria criteria = search.criteria;
  criteria.complete = true;
  criteria.running = !criteria.is_static;
  const auto set = mailbox_.store().set_search(criteria);
  if (!set) return mailbox_.failed(set.error());
  filling_.reset();
  without_index_.erase(criteria.search_folder);
  outdated_ = true;
  mailbox_.events().publish({.kind = EventKind::search_complete, .folder = criteria.search_folder});
  return {};
}

// What looks into a search that begins anew must do so, too.
Outcome<void> Searches::restart_dependents(FolderNumber folder) {
  auto plan = plan_searches(mailbox_);
  if (!plan) return plan.error();
  std::unordered_set<FolderNumber> restarted{folder};
  for (const PlannedSearch& search : *plan) {
    const bool depends = std::ranges::any_of(
        search.inner, [&](std::size_t inner) { return restarted.contains((*plan)[inner].folder()); });
    if (!depends || !search.is_kept()) continue;
    restarted.insert(search.folder());
    store::SearchCriteria criteria = search.criteria;
    criteria.complete = false;
    const auto set = mailbox_.store().set_search(criteria);
    if (!set) return mailbox_.failed(set.error());
    const auto cleared = mailbox_.store().clear_results(criteria.search_folder);
    if (!cleared) return mailbox_.failed(cleared.error());
  }
  return {};
}

}  // namespace mapigate::mailbox
