#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/mailbox/restriction.hpp"

namespace mapigate::mailbox {

// A search folder ready to be filled.
struct PlannedSearch {
  store::SearchCriteria criteria;
  Matcher matcher;
  std::unordered_set<FolderNumber> scope;  // folders, those below them too where it is recursive
  std::vector<std::size_t> inner;          // of the plan: search folders whose messages it looks at

  FolderNumber folder() const { return criteria.search_folder; }
  bool is_kept() const { return criteria.running && !criteria.is_static; }
  bool is_to_be_filled() const { return criteria.running && !criteria.complete; }
};

// All searches of a mailbox, each behind those that it looks into. What cannot be read or is too complex, a
// loop included, is left out.
Outcome<std::vector<PlannedSearch>> plan_searches(Mailbox& mailbox);

// The folders themselves and, where `recursive`, those below them; without search folders and deleted ones.
Outcome<std::unordered_set<FolderNumber>> search_scope(Mailbox& mailbox,
                                                       const std::vector<FolderNumber>& folders,
                                                       bool recursive);

// The texts that a message must have one of in its body, where the restriction leaves it open without: every
// condition on a body asks for a part of it. Nothing where the body matters otherwise.
std::optional<std::vector<std::u16string>> body_texts(const oxcdata::Restriction& restriction);

}  // namespace mapigate::mailbox
