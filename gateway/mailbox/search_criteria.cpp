#include "gateway/mailbox/search_criteria.hpp"

#include <algorithm>
#include <unordered_set>

#include "gateway/mailbox/restriction.hpp"
#include "gateway/mailbox/searches.hpp"
#include "protocol/oxcdata/property_value_fields.hpp"
#include "protocol/oxcdata/restriction_fields.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

using store::FolderKind;
using store::SearchCriteria;

namespace {

// As store::SearchCriteria has it: with counts of 32 bits, so that nothing that a client could send is too
// long.
template <class R>
struct Kept {
  R& restriction;
  static void fields(auto& self, auto& archive) {
    archive("Restriction", wire::in_format(wire::ValueFormat::wide, self.restriction));
  }
};

Outcome<store::FolderRecord> search_folder_of(const Logon& logon, FolderNumber number) {
  if (logon.mailbox().is_public()) return ErrorCode::not_supported;
  auto folder = logon.open_folder(number, false);
  if (folder && folder->kind != FolderKind::search) return ErrorCode::not_search_folder;
  return folder;
}

// Whether the search looks at what the other one shows, itself or through further ones.
bool reaches(const std::vector<SearchCriteria>& all, FolderNumber from, FolderNumber to) {
  std::unordered_set<FolderNumber> seen;
  std::vector<FolderNumber> waiting{from};
  while (!waiting.empty()) {
    const FolderNumber folder = waiting.back();
    waiting.pop_back();
    if (folder == to) return true;
    if (!seen.insert(folder).second) continue;
    const auto found = std::ranges::find(all, folder, &SearchCriteria::search_folder);
    if (found != all.end()) waiting.insert(waiting.end(), found->folders.begin(), found->folders.end());
  }
  return false;
}

Outcome<void> check_scope(const Logon& logon, const std::vector<SearchCriteria>& all, FolderNumber search,
                          const std::vector<FolderNumber>& folders) {
  for (const FolderNumber number : folders) {
    const auto folder = logon.open_folder(number, false);
    if (!folder) return folder.error();
    if (auto allowed = logon.require(number, right_read_any); !allowed) return allowed;
    if (reaches(all, number, search)) return ErrorCode::search_folder_scope_violation;
  }
  return {};
}

}  // namespace

wire::Bytes kept_restriction(const oxcdata::Restriction& restriction) {
  auto bytes = wire::serialize(Kept<const oxcdata::Restriction>{restriction});
  return bytes ? std::move(*bytes) : wire::Bytes();
}

oxcdata::RestrictionValue read_restriction(wire::ByteView kept) {
  auto restriction = std::make_shared<oxcdata::Restriction>();
  wire::Reader reader(kept);
  Kept<oxcdata::Restriction> field{*restriction};
  reader.read(field);
  if (!reader.finish()) return {};
  return {std::move(restriction)};
}

Outcome<void> set_search_criteria(const Logon& logon, FolderNumber search_folder,
                                  const SearchRequest& request) {
  const auto folder = search_folder_of(logon, search_folder);
  if (!folder) return folder.error();
  if (auto allowed = logon.require(search_folder, right_folder_owner); !allowed) return allowed;
  Mailbox& mailbox = logon.mailbox();
  const auto all = mailbox.store().searches();
  if (!all) return mailbox.failed(all.error());
  const auto before = std::ranges::find(*all, search_folder, &SearchCriteria::search_folder);
  const bool first = before == all->end();
  if (first && (!request.restriction.restriction || request.folders.empty())) {
    return ErrorCode::not_initialized;
  }
  SearchCriteria criteria = first ? SearchCriteria() : *before;
  criteria.search_folder = search_folder;
  if (request.restriction.restriction) {
    const auto compiled = Matcher::compile(*request.restriction.restriction);
    if (!compiled) return compiled.error();
    criteria.restriction = kept_restriction(*request.restriction.restriction);
  }
  if (!request.folders.empty()) {
    if (auto fine = check_scope(logon, *all, search_folder, request.folders); !fine) return fine;
    criteria.folders = request.folders;
  }
  if (request.stop) {
    criteria.running = false;
    return mailbox.searches().stop(criteria);
  }
  criteria.recursive = request.recursive;
  criteria.is_static = request.is_static;
  criteria.running = true;
  const bool same = !first && (criteria == *before);
  if (same && !request.restart) return {};
  return mailbox.searches().start(criteria, !request.without_index);
}

Outcome<SearchState> search_state(const Logon& logon, FolderNumber search_folder) {
  const auto folder = search_folder_of(logon, search_folder);
  if (!folder) return folder.error();
  const auto all = logon.mailbox().store().searches();
  if (!all) return logon.mailbox().failed(all.error());
  const auto found = std::ranges::find(*all, search_folder, &SearchCriteria::search_folder);
  if (found == all->end()) return ErrorCode::not_initialized;
  SearchState state;
  state.restriction = read_restriction(found->restriction);
  if (!state.restriction.restriction) return ErrorCode::corrupt_data;
  state.folders = found->folders;
  state.recursive = found->recursive;
  state.is_static = found->is_static;
  state.running = found->running;
  state.complete = found->complete;
  return state;
}

}  // namespace mapigate::mailbox
