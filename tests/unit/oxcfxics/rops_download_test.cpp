#include "protocol/oxcfxics/rops_download.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcdata::ErrorCode;
using oxcdata::MessageId;
using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::from_hex;
using wire::hex_vector;

MessageId message(wire::u64 counter) {
  return oxcdata::make_id<MessageId>(1, oxcdata::global_counter(counter));
}

TEST(Download, CopyTo) {
  const auto [head, request] = expect_request<FastTransferSourceCopyToRequest>(
      hex_vector("MS-OXCROPS/2.2.12.7.1-fast-transfer-source-copy-to-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.output_handle_index, 2);
  EXPECT_EQ(request.level, 0);
  EXPECT_EQ(request.copy_flags, FastTransferSourceCopyToRequest::best_body);
  EXPECT_EQ(request.send_options, send_unicode | send_recover_mode | send_force_unicode);
  EXPECT_THAT(request.property_tags, ElementsAre(property_tag(0x0E12, PropertyType::object),
                                                 property_tag(0x0E13, PropertyType::object)));
}

TEST(Download, CopyProperties) {
  const auto request =
      expect_request<FastTransferSourceCopyPropertiesRequest>(
          hex_vector("MS-OXCROPS/2.2.12.8.1-fast-transfer-source-copy-properties-request.hex"))
          .body;
  EXPECT_EQ(request.output_handle_index, 2);
  EXPECT_EQ(request.level, 1);
  EXPECT_EQ(request.copy_flags, FastTransferSourceCopyPropertiesRequest::move);
  EXPECT_EQ(request.send_options, send_unicode);
  EXPECT_THAT(request.property_tags, ElementsAre(property_tag(0x0037, PropertyType::string)));
}

TEST(Download, CopyMessages) {
  using Request = FastTransferSourceCopyMessagesRequest;
  const auto request = expect_request<Request>(
                           hex_vector("MS-OXCROPS/2.2.12.6.1-fast-transfer-source-copy-messages-request.hex"))
                           .body;
  EXPECT_EQ(request.output_handle_index, 2);
  EXPECT_THAT(request.message_ids, ElementsAre(message(6), message(7)));
  EXPECT_EQ(request.copy_flags, Request::move | Request::best_body | Request::send_entry_id);
  EXPECT_EQ(request.send_options, send_for_upload);
  EXPECT_EQ(wire::parse<Request>(from_hex("02 FF FF 01 00")).error().fault, wire::Fault::truncated);
}

TEST(Download, CopyFolder) {
  const auto request = expect_request<FastTransferSourceCopyFolderRequest>(
                           hex_vector("MS-OXCROPS/2.2.12.5.1-fast-transfer-source-copy-folder-request.hex"))
                           .body;
  EXPECT_EQ(request.output_handle_index, 2);
  EXPECT_EQ(request.copy_flags, FastTransferSourceCopyFolderRequest::copy_subfolders);
  EXPECT_EQ(request.send_options, send_unicode | send_force_unicode);
}

TEST(Download, GetBuffer) {
  using Request = FastTransferSourceGetBufferRequest;
  const auto request =
      expect_request<Request>(hex_vector("MS-OXCROPS/2.2.12.4.1-fast-transfer-source-get-buffer-request.hex"))
          .body;
  EXPECT_EQ(request.buffer_size, Request::server_decides);
  EXPECT_EQ(request.maximum_buffer_size, 0x7C00);
  // Another size has no maximum.
  EXPECT_EQ(expect_request<Request>(
                hex_vector("MS-OXCROPS/2.2.12.4.1-fast-transfer-source-get-buffer-request-size.hex"))
                .body.buffer_size,
            15480);

  const auto response = expect_response<FastTransferSourceGetBufferResponse>(
                            hex_vector("MS-OXCROPS/2.2.12.4.2-fast-transfer-source-get-buffer-response.hex"))
                            .body;
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_EQ(response.transfer_status, TransferStatus::done);
  EXPECT_EQ(response.in_progress_count, 4);
  EXPECT_EQ(response.total_step_count, 5);
  EXPECT_THAT(response.transfer_buffer, ElementsAre(0xAA, 0xBB, 0xCC));
}

// A failure has the same fields, and BackoffTime where the server is busy.
TEST(Download, GetBufferFails) {
  const auto busy = expect_response<FastTransferSourceGetBufferResponse>(
                        hex_vector("MS-OXCROPS/2.2.12.4.2-fast-transfer-source-get-buffer-response-busy.hex"))
                        .body;
  EXPECT_EQ(busy.return_value, ErrorCode::ec_server_busy);
  EXPECT_EQ(busy.transfer_status, TransferStatus::error);
  EXPECT_EQ(busy.backoff_time, 1000u);

  EXPECT_EQ(expect_response<FastTransferSourceGetBufferResponse>(
                from_hex("4E 02 0F 01 04 80 00 00 00 00 00 00 00 00 00"))
                .body.return_value,
            ErrorCode::not_found);
  FastTransferSourceGetBufferResponse large;
  large.transfer_buffer.resize(0x10000);
  EXPECT_EQ(wire::serialize(large).error().fault, wire::Fault::too_long);
}

TEST(Download, TellVersion) {
  EXPECT_THAT(expect_request<TellVersionRequest>(hex_vector("MS-OXCROPS/2.2.12.9.1-tell-version-request.hex"))
                  .body.version,
              ElementsAre(0x0008, 0x82BE, 0x0002));
}

TEST(Download, PlainResponses) {
  oxcrops::expect_plain_responses<FastTransferSourceCopyToResponse, FastTransferSourceCopyPropertiesResponse,
                                  FastTransferSourceCopyMessagesResponse,
                                  FastTransferSourceCopyFolderResponse, TellVersionResponse>();
}

}  // namespace
}  // namespace mapigate::oxcfxics
