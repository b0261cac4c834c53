#include "protocol/oxomsg/transport.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxomsg {
namespace {

using oxcdata::FolderId;
using oxcdata::MessageId;
using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcdata::TaggedPropertyValue;
using oxcrops::expect_failures;
using oxcrops::expect_plain_requests;
using oxcrops::expect_plain_responses;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const auto folder = oxcdata::make_id<FolderId>(1, oxcdata::global_counter(0x11));
const auto message = oxcdata::make_id<MessageId>(1, oxcdata::global_counter(0x22));

TEST(Transport, SpoolerLockMessage) {
  EXPECT_EQ(expect_request<SpoolerLockMessageRequest>(
                hex_vector("MS-OXCROPS/2.2.7.5.1-spooler-lock-message-request.hex"))
                .body,
            (SpoolerLockMessageRequest{message, LockState::finished}));
  EXPECT_EQ(expect_response<SpoolerLockMessageResponse>(
                hex_vector("MS-OXOMSG/4.6.6.2-spooler-lock-message-response.hex"))
                .body.return_value,
            ErrorCode::success);
}

TEST(Transport, TransportSend) {
  EXPECT_THAT(
      expect_response<TransportSendResponse>(hex_vector("MS-OXCROPS/2.2.7.6.2-transport-send-response.hex"))
          .body.property_values,
      ElementsAre(TaggedPropertyValue{property_tag(0x0017, PropertyType::integer32), 2}));
  EXPECT_EQ(expect_response<TransportSendResponse>(
                hex_vector("MS-OXCROPS/2.2.7.6.2-transport-send-response-no-properties.hex"))
                .body,
            (TransportSendResponse{ErrorCode::success, true, {}}));
  EXPECT_EQ(wire::parse<TransportSendResponse>(from_hex("00 00 00 00 00 FF FF 03 00")).error().fault,
            Fault::truncated);
}

TEST(Transport, TransportNewMail) {
  EXPECT_EQ(expect_request<TransportNewMailRequest>(
                hex_vector("MS-OXCROPS/2.2.7.7.1-transport-new-mail-request.hex"))
                .body,
            (TransportNewMailRequest{message, folder, "IPM.Note", 8}));
}

TEST(Transport, GetTransportFolder) {
  EXPECT_EQ(expect_response<GetTransportFolderResponse>(
                hex_vector("MS-OXCROPS/2.2.7.8.2-get-transport-folder-response.hex"))
                .body.folder_id,
            folder);
}

TEST(Transport, OfNothingButAHead) {
  expect_plain_requests<SetSpoolerRequest, TransportSendRequest, GetTransportFolderRequest>();
  expect_plain_responses<SetSpoolerResponse, SpoolerLockMessageResponse, TransportNewMailResponse>();
  expect_failures<TransportSendResponse, GetTransportFolderResponse>();
}

}  // namespace
}  // namespace mapigate::oxomsg
