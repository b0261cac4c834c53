#pragma once

#include <vector>

#include "gateway/mailbox/logon.hpp"
#include "protocol/oxcdata/restriction.hpp"

// What search folders look for, [MS-OXCFOLD] sections 2.2.1.4, 2.2.1.5, 3.2.5.4 and 3.2.5.5.

namespace mapigate::mailbox {

// What a client asks of a search folder.
struct SearchRequest {
  oxcdata::RestrictionValue restriction = {};  // Unicode; null: that of the search before
  std::vector<FolderNumber> folders = {};      // empty: those of the search before
  bool stop = false;
  bool restart = false;  // also where it runs already and looks for the same
  bool recursive = false;
  bool is_static = false;
  bool without_index = false;  // full-text search is not used
};
// NotSearchFolder; NotInitialized: nothing is left from a search before; SearchFolderScopeViolation: it would
// search itself; AccessDenied: without the rights of the owner in it, or without ReadAny in what it searches;
// NotFound: a folder that is none; TooComplex. The search goes on in the background.
Outcome<void> set_search_criteria(const Logon& logon, FolderNumber search_folder,
                                  const SearchRequest& request);

struct SearchState {
  oxcdata::RestrictionValue restriction;
  std::vector<FolderNumber> folders;
  bool recursive = false;
  bool is_static = false;
  bool running = false;   // it finds messages, now or when some come
  bool complete = false;  // everything that there was has been looked at
};
// NotSearchFolder, NotInitialized, and AccessDenied where the actor may not see it.
Outcome<SearchState> search_state(const Logon& logon, FolderNumber search_folder);

// A restriction as store::SearchCriteria keeps it; and back: null where the bytes are none.
wire::Bytes kept_restriction(const oxcdata::Restriction& restriction);
oxcdata::RestrictionValue read_restriction(wire::ByteView kept);

}  // namespace mapigate::mailbox
