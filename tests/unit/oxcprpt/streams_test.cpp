#include "protocol/oxcprpt/streams.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcprpt {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcrops::expect_failures;
using oxcrops::expect_plain_requests;
using oxcrops::expect_plain_responses;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

TEST(Streams, OpenStream) {
  const auto [head, request] =
      expect_request<OpenStreamRequest>(hex_vector("MS-OXCPRPT/4.4.1.1-open-stream-request.hex"));
  EXPECT_EQ(head.logon_id, 1);
  EXPECT_EQ(head.handle_index, 0);
  EXPECT_EQ(request, (OpenStreamRequest{1, property_tag(0x0E9A, PropertyType::binary),
                                        OpenStreamRequest::read_write}));
  const auto [response_head, response] =
      expect_response<OpenStreamResponse>(hex_vector("MS-OXCROPS/2.2.9.1.2-open-stream-response.hex"));
  EXPECT_EQ(response_head.handle_index, 2);
  EXPECT_EQ(response.stream_size, 0x10000u);
}

TEST(Streams, ReadStream) {
  EXPECT_EQ(
      expect_request<ReadStreamRequest>(hex_vector("MS-OXCROPS/2.2.9.2.1-read-stream-request.hex")).body,
      (ReadStreamRequest{0x1000, 0}));
  EXPECT_EQ(
      expect_request<ReadStreamRequest>(hex_vector("MS-OXCROPS/2.2.9.2.1-read-stream-request-maximum.hex"))
          .body,
      (ReadStreamRequest{ReadStreamRequest::use_maximum, 0x20000}));
  const auto bytes = hex_vector("MS-OXCROPS/2.2.9.2.2-read-stream-response.hex");
  EXPECT_THAT(expect_response<ReadStreamResponse>(bytes).body.data, ElementsAre('A', 'B', 'C'));
  const auto failure =
      expect_response<ReadStreamResponse>(hex_vector("MS-OXCROPS/2.2.9.2.2-read-stream-response-failure.hex"))
          .body;
  EXPECT_EQ(failure.return_value, ErrorCode::not_supported);
  EXPECT_TRUE(failure.data.empty());
}

// What a stream carries is not copied.
TEST(Streams, DataIsAView) {
  const auto bytes = from_hex("03 00 41 42 43");
  EXPECT_EQ(wire::parse<WriteStreamRequest>(bytes).value().data.data(), bytes.data() + 2);
}

TEST(Streams, DataThatDoesNotFitItsSize) {
  const Bytes data(0x10000);
  ReadStreamResponse response;
  response.data = data;
  EXPECT_EQ(wire::serialize(response).error().fault, Fault::too_long);
  response.data = response.data.first(0xFFFF);
  EXPECT_EQ(wire::serialize(response).value().size(), 4u + 2 + 0xFFFF);
  EXPECT_EQ(wire::parse<WriteStreamRequest>(from_hex("FF FF 41")).error().fault, Fault::truncated);
}

TEST(Streams, WriteStream) {
  auto bytes = hex_vector("MS-OXCROPS/2.2.9.3.1-write-stream-request.hex");
  EXPECT_THAT(expect_request<WriteStreamRequest>(bytes).body.data, ElementsAre('A', 'B', 'C'));
  EXPECT_EQ(
      expect_response<WriteStreamResponse>(hex_vector("MS-OXCROPS/2.2.9.3.2-write-stream-response.hex")).body,
      (WriteStreamResponse{ErrorCode::success, 3}));
  bytes = hex_vector("MS-OXCROPS/2.2.9.4.1-write-stream-extended-request.hex");
  EXPECT_THAT(expect_request<WriteStreamExtendedRequest>(bytes).body.data, ElementsAre('A', 'B'));
  EXPECT_EQ(expect_response<WriteStreamExtendedResponse>(
                hex_vector("MS-OXCROPS/2.2.9.4.2-write-stream-extended-response.hex"))
                .body,
            (WriteStreamExtendedResponse{ErrorCode::success, 0x10002}));
  bytes = hex_vector("MS-OXCROPS/2.2.9.12.1-write-and-commit-stream-request.hex");
  EXPECT_THAT(expect_request<WriteAndCommitStreamRequest>(bytes).body.data, ElementsAre('A', 'B', 'C'));
  EXPECT_EQ(expect_response<WriteAndCommitStreamResponse>(
                hex_vector("MS-OXCROPS/2.2.9.12.2-write-and-commit-stream-response.hex"))
                .body,
            (WriteAndCommitStreamResponse{ErrorCode::success, 3}));
}

TEST(Streams, FailureOfAWriteSaysHowMuchWasWritten) {
  EXPECT_EQ(expect_response<WriteStreamResponse>(from_hex("2D 01 02 01 04 80 02 00")).body,
            (WriteStreamResponse{ErrorCode::not_supported, 2}));
  EXPECT_EQ(expect_response<WriteStreamExtendedResponse>(from_hex("A3 01 02 01 04 80 02 00 00 00")).body,
            (WriteStreamExtendedResponse{ErrorCode::not_supported, 2}));
  EXPECT_EQ(expect_response<WriteAndCommitStreamResponse>(from_hex("90 01 02 01 04 80 02 00")).body,
            (WriteAndCommitStreamResponse{ErrorCode::not_supported, 2}));
}

TEST(Streams, Size) {
  EXPECT_EQ(
      expect_response<GetStreamSizeResponse>(hex_vector("MS-OXCROPS/2.2.9.6.2-get-stream-size-response.hex"))
          .body.stream_size,
      0x10000u);
  EXPECT_EQ(
      expect_request<SetStreamSizeRequest>(hex_vector("MS-OXCROPS/2.2.9.7.1-set-stream-size-request.hex"))
          .body.stream_size,
      0x1'0000'0000u);
}

TEST(Streams, SeekStream) {
  EXPECT_EQ(
      expect_request<SeekStreamRequest>(hex_vector("MS-OXCROPS/2.2.9.8.1-seek-stream-request.hex")).body,
      (SeekStreamRequest{SeekOrigin::end, -16}));
  EXPECT_EQ(expect_response<SeekStreamResponse>(hex_vector("MS-OXCROPS/2.2.9.8.2-seek-stream-response.hex"))
                .body.new_position,
            65520u);
}

TEST(Streams, CopyToStream) {
  const auto [head, request] =
      expect_request<CopyToStreamRequest>(hex_vector("MS-OXCROPS/2.2.9.9.1-copy-to-stream-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request, (CopyToStreamRequest{2, 0x1'0000'0000}));
  EXPECT_EQ(
      expect_response<CopyToStreamResponse>(hex_vector("MS-OXCROPS/2.2.9.9.2-copy-to-stream-response.hex"))
          .body,
      (CopyToStreamResponse{ErrorCode::success, 0, 5, 4}));
  EXPECT_EQ(expect_response<CopyToStreamResponse>(
                hex_vector("MS-OXCROPS/2.2.9.9.3-copy-to-stream-response-null-destination.hex"))
                .body,
            (CopyToStreamResponse{ErrorCode::null_destination_object, 2, 0, 0}));
  const auto failure = from_hex("3A 01 02 01 04 80 05 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00");
  EXPECT_EQ(expect_response<CopyToStreamResponse>(failure).body,
            (CopyToStreamResponse{ErrorCode::not_supported, 0, 5, 4}));
}

TEST(Streams, Regions) {
  EXPECT_EQ(expect_request<LockRegionStreamRequest>(
                hex_vector("MS-OXCROPS/2.2.9.10.1-lock-region-stream-request.hex"))
                .body,
            (LockRegionStreamRequest{16, 256, LockRegionStreamRequest::others_may_read}));
  EXPECT_EQ(expect_request<UnlockRegionStreamRequest>(
                hex_vector("MS-OXCROPS/2.2.9.11.1-unlock-region-stream-request.hex"))
                .body,
            (UnlockRegionStreamRequest{16, 256, UnlockRegionStreamRequest::others_may_read}));
}

TEST(Streams, CloneStream) {
  EXPECT_EQ(expect_request<CloneStreamRequest>(hex_vector("MS-OXCROPS/2.2.9.13.1-clone-stream-request.hex"))
                .body.output_handle_index,
            2);
}

TEST(Streams, OfNothingButAHead) {
  EXPECT_EQ(expect_request<CommitStreamRequest>(hex_vector("MS-OXCROPS/2.2.9.5.1-commit-stream-request.hex"))
                .head.handle_index,
            1);
  expect_plain_requests<CommitStreamRequest, GetStreamSizeRequest>();
  expect_plain_responses<CommitStreamResponse, SetStreamSizeResponse, LockRegionStreamResponse,
                         UnlockRegionStreamResponse, CloneStreamResponse>();
}

TEST(Streams, Failures) { expect_failures<OpenStreamResponse, GetStreamSizeResponse, SeekStreamResponse>(); }

}  // namespace
}  // namespace mapigate::oxcprpt
