#pragma once

#include "gateway/mapi/objects/folder_object.hpp"
#include "gateway/mapi/rop_registry.hpp"
#include "gateway/mapi/rop_services.hpp"
#include "protocol/oxcdata/ids.hpp"

// The parts of oxcfold.hpp.

namespace mapigate::mapi::handlers {

void register_oxcfold_folders(RopRegistry& registry);
void register_oxcfold_contents(RopRegistry& registry, const RopServices& services);
void register_oxcfold_search(RopRegistry& registry);

// The two folders of a ROP that has a source and a destination. Where one is missing `failure` is what is to
// be answered: [MS-OXCROPS] section 2.2.4.6.3 where there is no destination.
struct SourceAndDestination {
  FolderObject* source = nullptr;
  FolderObject* destination = nullptr;
  std::optional<RopOutcome> failure;
};
template <class Response>
SourceAndDestination source_and_destination(const RopCall& call, wire::u8 destination_index,
                                            Response& response) {
  SourceAndDestination both;
  both.source = call.input<FolderObject>();
  if (!both.source) {
    both.failure = call.missing();
    return both;
  }
  both.destination = call.object<FolderObject>(destination_index);
  if (both.destination) return both;
  const ErrorCode error = call.missing(destination_index);
  if (error != ErrorCode::null_object) {
    both.failure = error;
    return both;
  }
  response.dest_handle_index = destination_index;
  both.failure = RopOutcome::with_response(ErrorCode::null_destination_object);
  return both;
}

// What came of it in the response; ROPs that a client wants to be asynchronous complete at once all the same.
template <class Response>
RopOutcome completed(const mailbox::Outcome<mailbox::Partial>& result, Response& response) {
  if (!result) return result.error();
  response.partial_completion = response.partial_completion || result->partial;
  return {};
}

}  // namespace mapigate::mapi::handlers
