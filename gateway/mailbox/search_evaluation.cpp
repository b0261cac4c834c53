#include "gateway/mailbox/search_evaluation.hpp"

#include <algorithm>

#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/message_source.hpp"

namespace mapigate::mailbox {

namespace {

// A search is not somebody's: who opens what it shows is asked then.
constexpr std::uint32_t all_access = access_modify | access_read | access_delete;

bool may_show(const PlannedSearch& search, FolderNumber folder) {
  return search.scope.contains(folder) || !search.inner.empty();
}

Match try_one(PlannedSearch& search, const PropertySource& source) {
  search.matcher.restart();
  return search.matcher.match(source);
}

// What rows do not decide. A message that has gone meanwhile, or is damaged, is in no search.
Outcome<void> decide(Mailbox& mailbox, std::span<PlannedSearch*> searches, Evaluated& message) {
  const auto record = mailbox.store().message(message.number);
  const bool gone = !record && (record.error().fault == store::StoreFault::not_found ||
                                record.error().fault == store::StoreFault::corrupt);
  if (!record && !gone) return mailbox.failed(record.error());
  for (std::size_t i = 0; i < searches.size(); ++i) {
    if (message.matches[i] != Match::unknown) continue;
    if (gone) {
      message.matches[i] = Match::no;
      continue;
    }
    const MessageFacts facts = facts_of(*record, all_access);
    message.matches[i] = try_one(*searches[i], WholeMessage(mailbox, *record, facts));
  }
  return {};
}

}  // namespace

Outcome<std::vector<Evaluated>> evaluate(Mailbox& mailbox, std::span<const MessageNumber> messages,
                                         const Evaluation& evaluation) {
  std::vector<Evaluated> results;
  const auto listed = mailbox.store().list_messages(messages, [&](const store::MessageRow& row) {
    if (row.contents != store::Contents::normal) return store::Scan::go_on;
    Evaluated& result = results.emplace_back(row.number, row.folder);
    const bool has_candidates = evaluation.candidates && !evaluation.candidates->contains(row.number);
    const MessageFacts facts = facts_of(row, all_access);
    const ListedMessage source(mailbox, row, facts, has_candidates ? Body::absent : Body::matters);
    for (PlannedSearch* search : evaluation.searches) {
      result.matches.push_back(may_show(*search, row.folder) ? try_one(*search, source) : Match::no);
    }
    return store::Scan::go_on;
  });
  if (!listed) return mailbox.failed(listed.error());
  for (Evaluated& result : results) {
    if (std::ranges::find(result.matches, Match::unknown) == result.matches.end()) continue;
    if (auto decided = decide(mailbox, evaluation.searches, result); !decided) return decided.error();
  }
  return results;
}

}  // namespace mapigate::mailbox
