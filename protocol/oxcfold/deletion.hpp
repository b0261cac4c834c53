#pragma once

#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcfold/partial_completion.hpp"
#include "protocol/oxcrops/rop.hpp"

// Of what is in a folder; the folder itself is deleted by RopDeleteFolder (folder.hpp).

namespace mapigate::oxcfold {

using oxcrops::RopId;

// MS-OXCROPS sections 2.2.4.9.1 and 2.2.4.10.1: everything in a folder.
template <RopId rop>
struct EmptyingRequest {
  static constexpr RopId id = rop;

  bool want_asynchronous = false;       // RopProgress may answer first
  bool want_delete_associated = false;  // FAI messages too

  bool operator==(const EmptyingRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("WantAsynchronous", self.want_asynchronous);
    archive("WantDeleteAssociated", self.want_delete_associated);
  }
};
using EmptyFolderRequest = EmptyingRequest<RopId::empty_folder>;
using HardDeleteMessagesAndSubfoldersRequest = EmptyingRequest<RopId::hard_delete_messages_and_subfolders>;
// MS-OXCROPS sections 2.2.4.9.2 and 2.2.4.10.2
using EmptyFolderResponse = PartialCompletionResponse<RopId::empty_folder>;
using HardDeleteMessagesAndSubfoldersResponse =
    PartialCompletionResponse<RopId::hard_delete_messages_and_subfolders>;

// MS-OXCROPS sections 2.2.4.11.1 and 2.2.4.12.1: some messages.
template <RopId rop>
struct MessageDeletionRequest {
  static constexpr RopId id = rop;

  bool want_asynchronous = false;  // RopProgress may answer first
  bool notify_non_read = false;    // a report to the sender of each message that was not read
  std::vector<oxcdata::MessageId> message_ids;

  bool operator==(const MessageDeletionRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("WantAsynchronous", self.want_asynchronous);
    archive("NotifyNonRead", self.notify_non_read);
    archive("MessageIds", wire::counted<wire::u16>(self.message_ids));
  }
};
using DeleteMessagesRequest = MessageDeletionRequest<RopId::delete_messages>;
using HardDeleteMessagesRequest = MessageDeletionRequest<RopId::hard_delete_messages>;
// MS-OXCROPS sections 2.2.4.11.2 and 2.2.4.12.2
using DeleteMessagesResponse = PartialCompletionResponse<RopId::delete_messages>;
using HardDeleteMessagesResponse = PartialCompletionResponse<RopId::hard_delete_messages>;

}  // namespace mapigate::oxcfold
