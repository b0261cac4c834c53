#include "protocol/oxcfxics/rops_upload.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcdata::ErrorCode;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::from_hex;
using wire::hex_vector;

TEST(Upload, Configure) {
  using Request = FastTransferDestinationConfigureRequest;
  const auto [head, request] = expect_request<Request>(
      hex_vector("MS-OXCROPS/2.2.12.1.1-fast-transfer-destination-configure-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.output_handle_index, 2);
  EXPECT_EQ(request.source_operation, Request::SourceOperation::copy_messages);
  EXPECT_EQ(request.copy_flags, Request::move);
  oxcrops::expect_plain_responses<FastTransferDestinationConfigureResponse>();
}

TEST(Upload, PutBuffer) {
  EXPECT_THAT(expect_request<FastTransferDestinationPutBufferRequest>(
                  hex_vector("MS-OXCROPS/2.2.12.2.1-fast-transfer-destination-put-buffer-request.hex"))
                  .body.transfer_data,
              ElementsAre(0xAA, 0xBB, 0xCC));
  const auto response =
      expect_response<FastTransferDestinationPutBufferResponse>(
          hex_vector("MS-OXCROPS/2.2.12.2.2-fast-transfer-destination-put-buffer-response.hex"))
          .body;
  EXPECT_EQ(response, (FastTransferDestinationPutBufferResponse{ErrorCode::success, 1, 2, 5, 3}));
  // A failure has the same fields.
  EXPECT_EQ(expect_response<FastTransferDestinationPutBufferResponse>(
                from_hex("54 02 0F 01 04 80 00 00 00 00 00 00 00 02 00"))
                .body,
            (FastTransferDestinationPutBufferResponse{ErrorCode::not_found, 0, 0, 0, 2}));
}

TEST(Upload, PutBufferExtended) {
  EXPECT_THAT(
      expect_request<FastTransferDestinationPutBufferExtendedRequest>(
          hex_vector("MS-OXCROPS/2.2.12.3.1-fast-transfer-destination-put-buffer-extended-request.hex"))
          .body.transfer_data,
      ElementsAre(0xAA, 0xBB, 0xCC));
  const auto response =
      expect_response<FastTransferDestinationPutBufferExtendedResponse>(
          hex_vector("MS-OXCROPS/2.2.12.3.2-fast-transfer-destination-put-buffer-extended-response.hex"))
          .body;
  EXPECT_EQ(response, (FastTransferDestinationPutBufferExtendedResponse{ErrorCode::success, 1, 0x00010002,
                                                                        0x00010005, 3}));
  EXPECT_EQ(expect_response<FastTransferDestinationPutBufferExtendedResponse>(
                from_hex("9D 02 0F 01 04 80 00 00 00 00 00 00 00 00 00 00 00 02 00"))
                .body,
            (FastTransferDestinationPutBufferExtendedResponse{ErrorCode::not_found, 0, 0, 0, 2}));
}

}  // namespace
}  // namespace mapigate::oxcfxics
