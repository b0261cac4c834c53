#include "protocol/oxcmsg/attachments.hpp"

#include <gmock/gmock.h>

#include "protocol/oxcmsg/messages.hpp"
#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcmsg {
namespace {

using oxcrops::expect_failures;
using oxcrops::expect_plain_requests;
using oxcrops::expect_plain_responses;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

TEST(Attachments, OpenAttachment) {
  EXPECT_EQ(
      expect_request<OpenAttachmentRequest>(hex_vector("MS-OXCROPS/2.2.6.12.1-open-attachment-request.hex"))
          .body,
      (OpenAttachmentRequest{2, open_read_write, 5}));
}

TEST(Attachments, CreateAttachment) {
  EXPECT_EQ(expect_request<CreateAttachmentRequest>(
                hex_vector("MS-OXCROPS/2.2.6.13.1-create-attachment-request.hex"))
                .body.output_handle_index,
            2);
  const auto [head, response] = expect_response<CreateAttachmentResponse>(
      hex_vector("MS-OXCROPS/2.2.6.13.2-create-attachment-response.hex"));
  EXPECT_EQ(head.handle_index, 2);
  EXPECT_EQ(response.attachment_id, 5u);
}

TEST(Attachments, DeleteAttachment) {
  EXPECT_EQ(expect_request<DeleteAttachmentRequest>(
                hex_vector("MS-OXCROPS/2.2.6.14.1-delete-attachment-request.hex"))
                .body.attachment_id,
            5u);
}

TEST(Attachments, SaveChangesAttachment) {
  const auto [head, request] = expect_request<SaveChangesAttachmentRequest>(
      hex_vector("MS-OXCROPS/2.2.6.15.1-save-changes-attachment-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request, (SaveChangesAttachmentRequest{2, save_keep_open_read_only}));
}

TEST(Attachments, GetAttachmentTable) {
  EXPECT_EQ(expect_request<GetAttachmentTableRequest>(
                hex_vector("MS-OXCROPS/2.2.6.17.1-get-attachment-table-request.hex"))
                .body,
            (GetAttachmentTableRequest{2, GetAttachmentTableRequest::unicode}));
}

TEST(Attachments, GetValidAttachments) {
  expect_plain_requests<GetValidAttachmentsRequest>();
  EXPECT_THAT(expect_response<GetValidAttachmentsResponse>(
                  hex_vector("MS-OXCROPS/2.2.6.18.2-get-valid-attachments-response.hex"))
                  .body.attachment_ids,
              ElementsAre(0u, 5u));
  EXPECT_EQ(wire::parse<GetValidAttachmentsResponse>(from_hex("00 00 00 00 FF FF 05 00 00 00")).error().fault,
            Fault::truncated);
}

TEST(Attachments, Responses) {
  expect_plain_responses<OpenAttachmentResponse, DeleteAttachmentResponse, SaveChangesAttachmentResponse,
                         GetAttachmentTableResponse>();
  expect_failures<CreateAttachmentResponse, GetValidAttachmentsResponse>();
}

}  // namespace
}  // namespace mapigate::oxcmsg
