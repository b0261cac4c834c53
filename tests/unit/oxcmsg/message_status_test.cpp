#include "protocol/oxcmsg/message_status.hpp"

#include <gmock/gmock.h>

#include <numeric>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcmsg {
namespace {

using oxcrops::expect_failures;
using oxcrops::expect_request;
using oxcrops::expect_response;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const auto message = oxcdata::make_id<MessageId>(1, oxcdata::global_counter(0x22));
const auto other_message = oxcdata::make_id<MessageId>(1, oxcdata::global_counter(0x23));

ClientData client_data() {
  ClientData data;
  std::iota(data.begin(), data.end(), wire::u8{1});
  return data;
}

TEST(MessageStatus, SetMessageStatus) {
  EXPECT_EQ(expect_request<SetMessageStatusRequest>(
                hex_vector("MS-OXCROPS/2.2.6.8.1-set-message-status-request.hex"))
                .body,
            (SetMessageStatusRequest{message, status_remote_download,
                                     status_remote_download | status_remote_delete}));
  EXPECT_EQ(expect_response<SetMessageStatusResponse>(
                hex_vector("MS-OXCROPS/2.2.6.8.2-set-message-status-response.hex"))
                .body.message_status_flags,
            status_remote_delete);
}

TEST(MessageStatus, GetMessageStatus) {
  EXPECT_EQ(expect_request<GetMessageStatusRequest>(
                hex_vector("MS-OXCROPS/2.2.6.9.1-get-message-status-request.hex"))
                .body.message_id,
            message);
  EXPECT_EQ(expect_response<GetMessageStatusResponse>(
                hex_vector("MS-OXCROPS/2.2.6.9.2-get-message-status-response.hex"))
                .body.message_status_flags,
            status_in_conflict);
}

TEST(MessageStatus, SetReadFlags) {
  EXPECT_EQ(
      expect_request<SetReadFlagsRequest>(hex_vector("MS-OXCROPS/2.2.6.10.1-set-read-flags-request.hex"))
          .body,
      (SetReadFlagsRequest{true, read_suppress_receipt | read_clear_read_flag, {message, other_message}}));
  EXPECT_EQ(
      expect_response<SetReadFlagsResponse>(hex_vector("MS-OXCROPS/2.2.6.10.2-set-read-flags-response.hex"))
          .body,
      (SetReadFlagsResponse{ErrorCode::success, true}));
  EXPECT_EQ(expect_response<SetReadFlagsResponse>(from_hex("66 01 02 01 04 80 01")).body,
            (SetReadFlagsResponse{ErrorCode::not_supported, true}));
  EXPECT_EQ(wire::parse<SetReadFlagsRequest>(from_hex("00 00 FF FF 01 00 00 00 00 00 00 22")).error().fault,
            Fault::truncated);
}

TEST(MessageStatus, SetMessageReadFlag) {
  const auto [head, request] = expect_request<SetMessageReadFlagRequest>(
      hex_vector("MS-OXCROPS/2.2.6.11.1-set-message-read-flag-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request, (SetMessageReadFlagRequest{true, 2, read_suppress_receipt, {}}));
  EXPECT_EQ(expect_response<SetMessageReadFlagResponse>(
                hex_vector("MS-OXCROPS/2.2.6.11.2-set-message-read-flag-response.hex"))
                .body,
            SetMessageReadFlagResponse{});
}

TEST(MessageStatus, SetMessageReadFlagInPublicFolders) {
  SetMessageReadFlagRequest prepared;
  prepared.private_logon = false;
  EXPECT_EQ(
      expect_request(hex_vector("MS-OXCROPS/2.2.6.11.1-set-message-read-flag-request-public.hex"), prepared)
          .body,
      (SetMessageReadFlagRequest{false, 2, read_suppress_receipt, client_data()}));
  EXPECT_EQ(expect_response<SetMessageReadFlagResponse>(
                hex_vector("MS-OXCROPS/2.2.6.11.2-set-message-read-flag-response-public.hex"))
                .body,
            (SetMessageReadFlagResponse{ErrorCode::success, true, 3, client_data()}));
}

TEST(MessageStatus, Failures) {
  expect_failures<SetMessageStatusResponse, GetMessageStatusResponse, SetMessageReadFlagResponse>();
}

}  // namespace
}  // namespace mapigate::oxcmsg
