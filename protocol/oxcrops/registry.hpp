#pragma once

#include <array>
#include <type_traits>

#include "protocol/oxcfold/deletion.hpp"
#include "protocol/oxcfold/folder.hpp"
#include "protocol/oxcfold/move_copy.hpp"
#include "protocol/oxcfold/partial_completion.hpp"
#include "protocol/oxcfold/search_criteria.hpp"
#include "protocol/oxcfold/tables.hpp"
#include "protocol/oxcfxics/rops_download.hpp"
#include "protocol/oxcfxics/rops_import.hpp"
#include "protocol/oxcfxics/rops_local_replica.hpp"
#include "protocol/oxcfxics/rops_synchronization.hpp"
#include "protocol/oxcfxics/rops_upload.hpp"
#include "protocol/oxcmsg/attachments.hpp"
#include "protocol/oxcmsg/message_status.hpp"
#include "protocol/oxcmsg/messages.hpp"
#include "protocol/oxcmsg/recipients.hpp"
#include "protocol/oxcnotif/notify.hpp"
#include "protocol/oxcnotif/register_notification.hpp"
#include "protocol/oxcperm/permissions.hpp"
#include "protocol/oxcprpt/copy.hpp"
#include "protocol/oxcprpt/named_properties.hpp"
#include "protocol/oxcprpt/properties.hpp"
#include "protocol/oxcprpt/streams.hpp"
#include "protocol/oxcrops/requests.hpp"
#include "protocol/oxcrops/responses.hpp"
#include "protocol/oxcstor/ids.hpp"
#include "protocol/oxcstor/logon.hpp"
#include "protocol/oxcstor/per_user.hpp"
#include "protocol/oxcstor/receive_folder.hpp"
#include "protocol/oxcstor/replicas.hpp"
#include "protocol/oxcstor/store_state.hpp"
#include "protocol/oxctabl/bookmark.hpp"
#include "protocol/oxctabl/categories.hpp"
#include "protocol/oxctabl/cursor.hpp"
#include "protocol/oxctabl/rows.hpp"
#include "protocol/oxctabl/table_status.hpp"
#include "protocol/oxctabl/view.hpp"
#include "protocol/oxomsg/submit.hpp"
#include "protocol/oxomsg/transport.hpp"
#include "protocol/oxorule/rules.hpp"

// Every ROP of MS-OXCROPS section 2.2.2 with the structures of its request and its response.

namespace mapigate::oxcrops {

// In place of a request that only servers could send, and of a response that is never sent.
struct NoRequest {};
struct NoResponse {};

template <class RequestType, class ResponseType>
struct Rop {
  using Request = RequestType;
  using Response = ResponseType;
  static constexpr bool has_request = !std::is_same_v<Request, NoRequest>;
  static constexpr bool has_response = !std::is_same_v<Response, NoResponse>;
  static constexpr RopId id = [] {
    if constexpr (has_request) {
      return Request::id;
    } else {
      return Response::id;
    }
  }();
  static_assert([] {
    if constexpr (has_request && has_response) {
      return Request::id == Response::id;
    } else {
      return true;
    }
  }());
};

template <class... R>
struct RopList {
  static constexpr std::size_t size = sizeof...(R);
  static constexpr std::array<RopId, size> ids{R::id...};
};

using Rops = RopList<
    Rop<oxcrops::ReleaseRequest, NoResponse>, Rop<NoRequest, oxcrops::BackoffResponse>,
    Rop<NoRequest, oxcrops::BufferTooSmallResponse>, Rop<oxcstor::LogonRequest, oxcstor::LogonResponse>,
    Rop<oxcstor::GetReceiveFolderRequest, oxcstor::GetReceiveFolderResponse>,
    Rop<oxcstor::SetReceiveFolderRequest, oxcstor::SetReceiveFolderResponse>,
    Rop<oxcstor::GetReceiveFolderTableRequest, oxcstor::GetReceiveFolderTableResponse>,
    Rop<oxcstor::GetStoreStateRequest, oxcstor::GetStoreStateResponse>,
    Rop<oxcstor::GetOwningServersRequest, oxcstor::GetOwningServersResponse>,
    Rop<oxcstor::PublicFolderIsGhostedRequest, oxcstor::PublicFolderIsGhostedResponse>,
    Rop<oxcstor::LongTermIdFromIdRequest, oxcstor::LongTermIdFromIdResponse>,
    Rop<oxcstor::IdFromLongTermIdRequest, oxcstor::IdFromLongTermIdResponse>,
    Rop<oxcstor::GetPerUserLongTermIdsRequest, oxcstor::GetPerUserLongTermIdsResponse>,
    Rop<oxcstor::GetPerUserGuidRequest, oxcstor::GetPerUserGuidResponse>,
    Rop<oxcstor::ReadPerUserInformationRequest, oxcstor::ReadPerUserInformationResponse>,
    Rop<oxcstor::WritePerUserInformationRequest, oxcstor::WritePerUserInformationResponse>,
    Rop<oxcfold::OpenFolderRequest, oxcfold::OpenFolderResponse>,
    Rop<oxcfold::CreateFolderRequest, oxcfold::CreateFolderResponse>,
    Rop<oxcfold::DeleteFolderRequest, oxcfold::DeleteFolderResponse>,
    Rop<oxcfold::SetSearchCriteriaRequest, oxcfold::SetSearchCriteriaResponse>,
    Rop<oxcfold::GetSearchCriteriaRequest, oxcfold::GetSearchCriteriaResponse>,
    Rop<oxcfold::MoveCopyMessagesRequest, oxcfold::MoveCopyMessagesResponse>,
    Rop<oxcfold::MoveFolderRequest, oxcfold::MoveFolderResponse>,
    Rop<oxcfold::CopyFolderRequest, oxcfold::CopyFolderResponse>,
    Rop<oxcfold::EmptyFolderRequest, oxcfold::EmptyFolderResponse>,
    Rop<oxcfold::HardDeleteMessagesAndSubfoldersRequest, oxcfold::HardDeleteMessagesAndSubfoldersResponse>,
    Rop<oxcfold::DeleteMessagesRequest, oxcfold::DeleteMessagesResponse>,
    Rop<oxcfold::HardDeleteMessagesRequest, oxcfold::HardDeleteMessagesResponse>,
    Rop<oxcfold::GetHierarchyTableRequest, oxcfold::GetHierarchyTableResponse>,
    Rop<oxcfold::GetContentsTableRequest, oxcfold::GetContentsTableResponse>,
    Rop<oxcmsg::OpenMessageRequest, oxcmsg::OpenMessageResponse>,
    Rop<oxcmsg::CreateMessageRequest, oxcmsg::CreateMessageResponse>,
    Rop<oxcmsg::SaveChangesMessageRequest, oxcmsg::SaveChangesMessageResponse>,
    Rop<oxcmsg::RemoveAllRecipientsRequest, oxcmsg::RemoveAllRecipientsResponse>,
    Rop<oxcmsg::ModifyRecipientsRequest, oxcmsg::ModifyRecipientsResponse>,
    Rop<oxcmsg::ReadRecipientsRequest, oxcmsg::ReadRecipientsResponse>,
    Rop<oxcmsg::ReloadCachedInformationRequest, oxcmsg::ReloadCachedInformationResponse>,
    Rop<oxcmsg::SetMessageStatusRequest, oxcmsg::SetMessageStatusResponse>,
    Rop<oxcmsg::GetMessageStatusRequest, oxcmsg::GetMessageStatusResponse>,
    Rop<oxcmsg::SetReadFlagsRequest, oxcmsg::SetReadFlagsResponse>,
    Rop<oxcmsg::SetMessageReadFlagRequest, oxcmsg::SetMessageReadFlagResponse>,
    Rop<oxcmsg::OpenAttachmentRequest, oxcmsg::OpenAttachmentResponse>,
    Rop<oxcmsg::CreateAttachmentRequest, oxcmsg::CreateAttachmentResponse>,
    Rop<oxcmsg::DeleteAttachmentRequest, oxcmsg::DeleteAttachmentResponse>,
    Rop<oxcmsg::SaveChangesAttachmentRequest, oxcmsg::SaveChangesAttachmentResponse>,
    Rop<oxcmsg::OpenEmbeddedMessageRequest, oxcmsg::OpenEmbeddedMessageResponse>,
    Rop<oxcmsg::GetAttachmentTableRequest, oxcmsg::GetAttachmentTableResponse>,
    Rop<oxcmsg::GetValidAttachmentsRequest, oxcmsg::GetValidAttachmentsResponse>,
    Rop<oxcprpt::GetPropertyIdsFromNamesRequest, oxcprpt::GetPropertyIdsFromNamesResponse>,
    Rop<oxcprpt::GetNamesFromPropertyIdsRequest, oxcprpt::GetNamesFromPropertyIdsResponse>,
    Rop<oxcprpt::GetPropertiesSpecificRequest, oxcprpt::GetPropertiesSpecificResponse>,
    Rop<oxcprpt::GetPropertiesAllRequest, oxcprpt::GetPropertiesAllResponse>,
    Rop<oxcprpt::GetPropertiesListRequest, oxcprpt::GetPropertiesListResponse>,
    Rop<oxcprpt::SetPropertiesRequest, oxcprpt::SetPropertiesResponse>,
    Rop<oxcprpt::SetPropertiesNoReplicateRequest, oxcprpt::SetPropertiesNoReplicateResponse>,
    Rop<oxcprpt::DeletePropertiesRequest, oxcprpt::DeletePropertiesResponse>,
    Rop<oxcprpt::DeletePropertiesNoReplicateRequest, oxcprpt::DeletePropertiesNoReplicateResponse>,
    Rop<oxcprpt::QueryNamedPropertiesRequest, oxcprpt::QueryNamedPropertiesResponse>,
    Rop<oxcprpt::CopyPropertiesRequest, oxcprpt::CopyPropertiesResponse>,
    Rop<oxcprpt::CopyToRequest, oxcprpt::CopyToResponse>,
    Rop<oxcprpt::ProgressRequest, oxcprpt::ProgressResponse>,
    Rop<oxcprpt::OpenStreamRequest, oxcprpt::OpenStreamResponse>,
    Rop<oxcprpt::ReadStreamRequest, oxcprpt::ReadStreamResponse>,
    Rop<oxcprpt::WriteStreamRequest, oxcprpt::WriteStreamResponse>,
    Rop<oxcprpt::WriteStreamExtendedRequest, oxcprpt::WriteStreamExtendedResponse>,
    Rop<oxcprpt::CommitStreamRequest, oxcprpt::CommitStreamResponse>,
    Rop<oxcprpt::GetStreamSizeRequest, oxcprpt::GetStreamSizeResponse>,
    Rop<oxcprpt::SetStreamSizeRequest, oxcprpt::SetStreamSizeResponse>,
    Rop<oxcprpt::SeekStreamRequest, oxcprpt::SeekStreamResponse>,
    Rop<oxcprpt::CopyToStreamRequest, oxcprpt::CopyToStreamResponse>,
    Rop<oxcprpt::LockRegionStreamRequest, oxcprpt::LockRegionStreamResponse>,
    Rop<oxcprpt::UnlockRegionStreamRequest, oxcprpt::UnlockRegionStreamResponse>,
    Rop<oxcprpt::WriteAndCommitStreamRequest, oxcprpt::WriteAndCommitStreamResponse>,
    Rop<oxcprpt::CloneStreamRequest, oxcprpt::CloneStreamResponse>,
    Rop<oxctabl::SetColumnsRequest, oxctabl::SetColumnsResponse>,
    Rop<oxctabl::SortTableRequest, oxctabl::SortTableResponse>,
    Rop<oxctabl::RestrictRequest, oxctabl::RestrictResponse>,
    Rop<oxctabl::QueryRowsRequest, oxctabl::QueryRowsResponse>,
    Rop<oxctabl::AbortRequest, oxctabl::AbortResponse>,
    Rop<oxctabl::GetStatusRequest, oxctabl::GetStatusResponse>,
    Rop<oxctabl::QueryPositionRequest, oxctabl::QueryPositionResponse>,
    Rop<oxctabl::SeekRowRequest, oxctabl::SeekRowResponse>,
    Rop<oxctabl::SeekRowBookmarkRequest, oxctabl::SeekRowBookmarkResponse>,
    Rop<oxctabl::SeekRowFractionalRequest, oxctabl::SeekRowFractionalResponse>,
    Rop<oxctabl::CreateBookmarkRequest, oxctabl::CreateBookmarkResponse>,
    Rop<oxctabl::QueryColumnsAllRequest, oxctabl::QueryColumnsAllResponse>,
    Rop<oxctabl::FindRowRequest, oxctabl::FindRowResponse>,
    Rop<oxctabl::FreeBookmarkRequest, oxctabl::FreeBookmarkResponse>,
    Rop<oxctabl::ResetTableRequest, oxctabl::ResetTableResponse>,
    Rop<oxctabl::ExpandRowRequest, oxctabl::ExpandRowResponse>,
    Rop<oxctabl::CollapseRowRequest, oxctabl::CollapseRowResponse>,
    Rop<oxctabl::GetCollapseStateRequest, oxctabl::GetCollapseStateResponse>,
    Rop<oxctabl::SetCollapseStateRequest, oxctabl::SetCollapseStateResponse>,
    Rop<oxcnotif::RegisterNotificationRequest, oxcnotif::RegisterNotificationResponse>,
    Rop<NoRequest, oxcnotif::NotifyResponse>, Rop<NoRequest, oxcnotif::PendingResponse>,
    Rop<oxomsg::SubmitMessageRequest, oxomsg::SubmitMessageResponse>,
    Rop<oxomsg::AbortSubmitRequest, oxomsg::AbortSubmitResponse>,
    Rop<oxomsg::GetAddressTypesRequest, oxomsg::GetAddressTypesResponse>,
    Rop<oxomsg::SetSpoolerRequest, oxomsg::SetSpoolerResponse>,
    Rop<oxomsg::SpoolerLockMessageRequest, oxomsg::SpoolerLockMessageResponse>,
    Rop<oxomsg::TransportSendRequest, oxomsg::TransportSendResponse>,
    Rop<oxomsg::TransportNewMailRequest, oxomsg::TransportNewMailResponse>,
    Rop<oxomsg::GetTransportFolderRequest, oxomsg::GetTransportFolderResponse>,
    Rop<oxomsg::OptionsDataRequest, oxomsg::OptionsDataResponse>,
    Rop<oxcperm::ModifyPermissionsRequest, oxcperm::ModifyPermissionsResponse>,
    Rop<oxcperm::GetPermissionsTableRequest, oxcperm::GetPermissionsTableResponse>,
    Rop<oxorule::ModifyRulesRequest, oxorule::ModifyRulesResponse>,
    Rop<oxorule::GetRulesTableRequest, oxorule::GetRulesTableResponse>,
    Rop<oxorule::UpdateDeferredActionMessagesRequest, oxorule::UpdateDeferredActionMessagesResponse>,
    Rop<oxcfxics::FastTransferSourceCopyMessagesRequest, oxcfxics::FastTransferSourceCopyMessagesResponse>,
    Rop<oxcfxics::FastTransferSourceCopyFolderRequest, oxcfxics::FastTransferSourceCopyFolderResponse>,
    Rop<oxcfxics::FastTransferSourceCopyToRequest, oxcfxics::FastTransferSourceCopyToResponse>,
    Rop<oxcfxics::FastTransferSourceCopyPropertiesRequest,
        oxcfxics::FastTransferSourceCopyPropertiesResponse>,
    Rop<oxcfxics::FastTransferSourceGetBufferRequest, oxcfxics::FastTransferSourceGetBufferResponse>,
    Rop<oxcfxics::FastTransferDestinationConfigureRequest,
        oxcfxics::FastTransferDestinationConfigureResponse>,
    Rop<oxcfxics::FastTransferDestinationPutBufferRequest,
        oxcfxics::FastTransferDestinationPutBufferResponse>,
    Rop<oxcfxics::FastTransferDestinationPutBufferExtendedRequest,
        oxcfxics::FastTransferDestinationPutBufferExtendedResponse>,
    Rop<oxcfxics::TellVersionRequest, oxcfxics::TellVersionResponse>,
    Rop<oxcfxics::SynchronizationConfigureRequest, oxcfxics::SynchronizationConfigureResponse>,
    Rop<oxcfxics::SynchronizationImportMessageChangeRequest,
        oxcfxics::SynchronizationImportMessageChangeResponse>,
    Rop<oxcfxics::SynchronizationImportHierarchyChangeRequest,
        oxcfxics::SynchronizationImportHierarchyChangeResponse>,
    Rop<oxcfxics::SynchronizationImportDeletesRequest, oxcfxics::SynchronizationImportDeletesResponse>,
    Rop<oxcfxics::SynchronizationImportMessageMoveRequest,
        oxcfxics::SynchronizationImportMessageMoveResponse>,
    Rop<oxcfxics::SynchronizationImportReadStateChangesRequest,
        oxcfxics::SynchronizationImportReadStateChangesResponse>,
    Rop<oxcfxics::SynchronizationUploadStateStreamBeginRequest,
        oxcfxics::SynchronizationUploadStateStreamBeginResponse>,
    Rop<oxcfxics::SynchronizationUploadStateStreamContinueRequest,
        oxcfxics::SynchronizationUploadStateStreamContinueResponse>,
    Rop<oxcfxics::SynchronizationUploadStateStreamEndRequest,
        oxcfxics::SynchronizationUploadStateStreamEndResponse>,
    Rop<oxcfxics::SynchronizationOpenCollectorRequest, oxcfxics::SynchronizationOpenCollectorResponse>,
    Rop<oxcfxics::SynchronizationGetTransferStateRequest, oxcfxics::SynchronizationGetTransferStateResponse>,
    Rop<oxcfxics::GetLocalReplicaIdsRequest, oxcfxics::GetLocalReplicaIdsResponse>,
    Rop<oxcfxics::SetLocalReplicaMidsetDeletedRequest, oxcfxics::SetLocalReplicaMidsetDeletedResponse>>;

namespace detail {

constexpr int times_listed(RopId id) {
  int times = 0;
  for (const auto listed : Rops::ids) times += listed == id ? 1 : 0;
  return times;
}
#define X(enumerator, value, name, response_index) \
  static_assert(times_listed(RopId::enumerator) == 1, name " must stand in the list once");
#include "protocol/oxcrops/rop_ids.inc"
#undef X

template <class F, class... R>
constexpr auto visitors(RopList<R...>) {
  std::array<void (*)(F&), 256> table{};
  ((table[static_cast<std::size_t>(R::id)] = [](F& visit) { visit(R{}); }), ...);
  return table;
}

}  // namespace detail

// Calls `visit` with the Rop of this id; false where the table has none.
template <class F>
bool visit_rop(RopId id, F&& visit) {
  static constexpr auto table = detail::visitors<std::remove_reference_t<F>>(Rops{});
  const auto call = table[static_cast<std::size_t>(id)];
  if (call != nullptr) call(visit);
  return call != nullptr;
}

}  // namespace mapigate::oxcrops
