#pragma once

#include <span>
#include <unordered_set>

#include "gateway/mailbox/search_plan.hpp"

// Messages tried on searches. Internal to searches_*.cpp.

namespace mapigate::mailbox {

// A message and, for each search that was asked about, whether it fulfils it.
struct Evaluated {
  MessageNumber number = 0;
  FolderNumber folder = 0;
  std::vector<Match> matches;
};

struct Evaluation {
  std::span<PlannedSearch*> searches;
  // Messages whose bodies may matter; null: all.
  const std::unordered_set<MessageNumber>* candidates = nullptr;
};

// Those that are there and neither associated nor deleted, in their order. A search that looks neither into
// the folder of a message nor into another search is not tried: Match::no.
Outcome<std::vector<Evaluated>> evaluate(Mailbox& mailbox, std::span<const MessageNumber> messages,
                                         const Evaluation& evaluation);

}  // namespace mapigate::mailbox
