// Search folders: [MS-OXCFOLD] sections 3.2.5.4 and 3.2.5.5.

#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/search_criteria.hpp"
#include "gateway/mapi/handlers/oxcfold_parts.hpp"
#include "gateway/mapi/text.hpp"
#include "protocol/oxcfold/search_criteria.hpp"

namespace mapigate::mapi::handlers {

using oxcfold::GetSearchCriteriaRequest;
using oxcfold::GetSearchCriteriaResponse;
using oxcfold::SetSearchCriteriaRequest;
using oxcfold::SetSearchCriteriaResponse;

namespace {

// Whether both of two flags are set that exclude one another (section 2.2.1.4.1).
bool contradict(wire::u32 flags, wire::u32 one, wire::u32 other) {
  return (flags & one) != 0 && (flags & other) != 0;
}

RopOutcome set_search_criteria(RopCall& call, const SetSearchCriteriaRequest& request,
                               SetSearchCriteriaResponse&) {
  const auto* folder = call.input<FolderObject>();
  if (!folder) return call.missing();
  const wire::u32 flags = request.search_flags;
  if (contradict(flags, request.stop_search, request.restart_search) ||
      contradict(flags, request.recursive_search, request.shallow_search) ||
      contradict(flags, request.content_indexed_search, request.non_content_indexed_search)) {
    return ErrorCode::invalid_parameter;
  }
  mailbox::SearchRequest search;
  if (request.restriction.restriction) {
    auto restriction = std::make_shared<oxcdata::Restriction>(*request.restriction.restriction);
    make_unicode(*restriction, code_page_of(call.session));
    search.restriction = {std::move(restriction)};
  }
  for (const oxcdata::FolderId id : request.folder_ids) {
    const auto number = mailbox::number_of(id);
    // A folder elsewhere.
    if (!number) return ErrorCode::search_folder_scope_violation;
    search.folders.push_back(*number);
  }
  search.stop = (flags & request.stop_search) != 0;
  search.restart = (flags & request.restart_search) != 0;
  search.recursive = (flags & request.recursive_search) != 0;
  search.is_static = (flags & request.static_search) != 0;
  search.without_index = (flags & request.non_content_indexed_search) != 0;
  const auto set = mailbox::set_search_criteria(*folder->logon, folder->number, search);
  if (!set) return set.error();
  return {};
}

// Section 2.2.1.5.2. What is found through full-text search is looked at again, so that a search counts as
// one without.
wire::u32 search_flags(const mailbox::SearchState& state) {
  wire::u32 flags = GetSearchCriteriaResponse::twir_totally;
  if (state.running) flags |= GetSearchCriteriaResponse::search_running;
  if (state.running && !state.complete) flags |= GetSearchCriteriaResponse::search_rebuild;
  if (state.recursive) flags |= GetSearchCriteriaResponse::search_recursive;
  if (state.is_static) flags |= GetSearchCriteriaResponse::search_static;
  flags |=
      state.complete ? GetSearchCriteriaResponse::search_complete : GetSearchCriteriaResponse::search_partial;
  return flags;
}

RopOutcome get_search_criteria(RopCall& call, const GetSearchCriteriaRequest& request,
                               GetSearchCriteriaResponse& response) {
  const auto* folder = call.input<FolderObject>();
  if (!folder) return call.missing();
  const auto state = mailbox::search_state(*folder->logon, folder->number);
  if (!state) return state.error();
  if (request.include_restriction) {
    response.restriction = state->restriction;
    if (!request.use_unicode) {
      auto restriction = std::make_shared<oxcdata::Restriction>(*state->restriction.restriction);
      make_string8(*restriction, code_page_of(call.session));
      response.restriction = {std::move(restriction)};
    }
  }
  response.logon_id = call.head.logon_id;
  if (request.include_folders) {
    for (const mailbox::FolderNumber number : state->folders) {
      response.folder_ids.push_back(mailbox::folder_id(number));
    }
  }
  response.search_flags = search_flags(*state);
  return {};
}

}  // namespace

void register_oxcfold_search(RopRegistry& registry) {
  registry.add<SetSearchCriteriaRequest, SetSearchCriteriaResponse>(set_search_criteria);
  registry.add<GetSearchCriteriaRequest, GetSearchCriteriaResponse>(get_search_criteria);
}

}  // namespace mapigate::mapi::handlers
