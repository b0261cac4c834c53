#include <algorithm>
#include <unordered_map>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/mailbox/message_lists.hpp"
#include "gateway/mailbox/search_evaluation.hpp"
#include "gateway/mailbox/search_plan.hpp"
#include "gateway/mailbox/searches.hpp"

namespace mapigate::mailbox {

using store::SearchVerdict;
using store::Unsearched;

namespace {

constexpr std::size_t updated_at_once = 200;

// Of a message, what each search of the plan shows.
class Verdicts {
 public:
  // `kept`: the searches that are kept up to date, by their positions in the plan.
  Verdicts(Mailbox& mailbox, const std::vector<PlannedSearch>& plan, const std::vector<std::size_t>& kept)
      : mailbox_(mailbox), plan_(plan), kept_(kept) {}

  Outcome<void> add(const Evaluated& message) {
    std::unordered_map<std::size_t, bool> shown;  // by position in the plan
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      const PlannedSearch& search = plan_[kept_[i]];
      bool shows = message.matches[i] == Match::yes;
      if (shows && !search.scope.contains(message.folder)) {
        const auto inside = shown_by_any(search.inner, message.number, shown);
        if (!inside) return inside.error();
        shows = *inside;
      }
      shown[kept_[i]] = shows;
      verdicts_.push_back({search.folder(), message.number, shows});
    }
    return {};
  }
  const std::vector<SearchVerdict>& all() const { return verdicts_; }

 private:
  Outcome<bool> shown_by_any(const std::vector<std::size_t>& searches, MessageNumber message,
                             std::unordered_map<std::size_t, bool>& shown) {
    for (const std::size_t position : searches) {
      if (const auto known = shown.find(position); known != shown.end()) {
        if (known->second) return true;
        continue;
      }
      // Of a search that is not kept up to date: what it showed when it was filled.
      store::MessageQuery query;
      query.folder = plan_[position].folder();
      const auto found = mailbox_.store().position(query, message);
      if (!found) return mailbox_.failed(found.error());
      shown[position] = found->has_value();
      if (found->has_value()) return true;
    }
    return false;
  }

  Mailbox& mailbox_;
  const std::vector<PlannedSearch>& plan_;
  const std::vector<std::size_t>& kept_;
  std::vector<SearchVerdict> verdicts_;
};

// For those who look at the search folders.
void publish(Events& events, const std::vector<SearchVerdict>& verdicts,
             const std::vector<SearchVerdict>& changed) {
  auto next = changed.begin();
  for (const SearchVerdict& verdict : verdicts) {
    const bool is_new = next != changed.end() && *next == verdict;
    if (is_new) ++next;
    if (!is_new && !verdict.shows) continue;
    const EventKind kind = !is_new         ? EventKind::message_changed
                           : verdict.shows ? EventKind::message_created
                                           : EventKind::message_deleted;
    events.publish(
        {.kind = kind, .folder = verdict.search_folder, .message = verdict.message, .search = true});
  }
}

}  // namespace

Outcome<bool> Searches::update() {
  if (!moved_.empty()) {
    std::vector<MessageNumber> batch(moved_.end() - std::min(moved_.size(), updated_at_once), moved_.end());
    moved_.resize(moved_.size() - batch.size());
    // Only when all have been looked at is the entry done with.
    if (auto updated = update_messages(batch, moved_.empty() ? moved_id_ : 0); !updated) {
      moved_.clear();
      return updated.error();
    }
    return true;
  }
  const auto waiting = mailbox_.store().unsearched(updated_at_once);
  if (!waiting) return mailbox_.failed(waiting.error());
  if (waiting->empty()) return false;
  const auto moved = std::ranges::find(*waiting, MessageNumber{0}, &Unsearched::message);
  if (moved == waiting->begin()) {
    moved_id_ = moved->id;
    if (auto expanded = expand(moved->folder); !expanded) return expanded.error();
    if (!moved_.empty()) return true;
    if (auto updated = update_messages({}, moved_id_); !updated) return updated.error();
    return true;
  }
  std::vector<MessageNumber> messages;
  for (auto entry = waiting->begin(); entry != moved; ++entry) messages.push_back(entry->message);
  const std::uint64_t seen = std::prev(moved)->id;
  std::ranges::sort(messages);
  messages.erase(std::unique(messages.begin(), messages.end()), messages.end());
  if (auto updated = update_messages(messages, seen); !updated) return updated.error();
  return true;
}

Outcome<void> Searches::update_messages(std::span<const MessageNumber> messages, std::uint64_t seen) {
  std::vector<std::size_t> kept;
  std::vector<PlannedSearch*> searches;
  for (std::size_t i = 0; i < plan_.size(); ++i) {
    if (!plan_[i].is_kept()) continue;
    kept.push_back(i);
    searches.push_back(&plan_[i]);
  }
  Verdicts verdicts(mailbox_, plan_, kept);
  if (!searches.empty()) {
    const auto evaluated = evaluate(mailbox_, messages, {searches});
    if (!evaluated) return evaluated.error();
    for (const Evaluated& message : *evaluated) {
      if (auto added = verdicts.add(message); !added) return added;
    }
  }
  const auto changed = mailbox_.store().searched(verdicts.all(), seen);
  if (!changed) return mailbox_.failed(changed.error());
  publish(mailbox_.events(), verdicts.all(), *changed);
  return {};
}

// All messages in a folder and below it.
Outcome<void> Searches::expand(FolderNumber folder) {
  moved_.clear();
  const auto scope = search_scope(mailbox_, {folder}, true);
  if (!scope) return scope.error();
  for (const FolderNumber number : *scope) {
    const auto messages = message_numbers(mailbox_, number, store::Contents::normal);
    if (!messages) return messages.error();
    moved_.insert(moved_.end(), messages->begin(), messages->end());
  }
  return {};
}

}  // namespace mapigate::mailbox
