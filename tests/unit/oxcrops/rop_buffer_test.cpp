#include "protocol/oxcrops/rop_buffer.hpp"

#include <gmock/gmock.h>

#include "protocol/oxcrops/requests.hpp"
#include "protocol/oxcrops/responses.hpp"
#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcrops {
namespace {

using testing::ElementsAre;
using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

TEST(RopBuffer, PublishedExample) {
  const auto bytes = hex_vector("MS-OXCROPS/4.4-rop-release-request.hex");
  const auto buffer = parse_rop_buffer(bytes);
  ASSERT_TRUE(buffer) << to_string(buffer.error());
  EXPECT_THAT(buffer->handles, ElementsAre(0x6Fu, 0x6Eu));
  EXPECT_EQ(serialize(*buffer).value(), bytes);

  wire::Reader reader(buffer->rops);
  for (int index = 0; index < 2; ++index) {
    RequestHead head;
    reader.read(head);
    EXPECT_EQ(head.rop_id, RopId::release);
    EXPECT_EQ(head.logon_id, 0);
    EXPECT_EQ(head.handle_index, index);
    ReleaseRequest request;
    reader.read(request);
  }
  EXPECT_TRUE(reader.finish());
}

// Up to the end of the ROPs less bytes are a failure; behind it, they are fewer handles.
TEST(RopBuffer, FailsAtEveryTruncation) {
  const auto bytes = hex_vector("MS-OXCROPS/4.4-rop-release-request.hex");
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto buffer = parse_rop_buffer(ByteView(bytes).first(size));
    EXPECT_EQ(buffer.has_value(), size >= 8 && (size - 8) % 4 == 0) << size;
  }
  EXPECT_EQ(parse_rop_buffer(wire::with_trailing_byte(bytes)).error().fault, Fault::trailing);
  wire::expect_bounded(bytes, [](ByteView hostile) { parse_rop_buffer(hostile); });
}

TEST(RopBuffer, SizeCountsItself) {
  EXPECT_TRUE(parse_rop_buffer(from_hex("02 00")).value().rops.empty());
  EXPECT_EQ(parse_rop_buffer(from_hex("01 00")).error().fault, Fault::invalid);
  EXPECT_EQ(parse_rop_buffer(from_hex("00 00")).error().fault, Fault::invalid);
  EXPECT_EQ(parse_rop_buffer(from_hex("FF FF 01")).error().fault, Fault::truncated);
}

TEST(RopBuffer, LargestListOfRops) {
  RopBuffer buffer{Bytes(0xFFFF - 2, 0xAB), {no_handle}};
  const auto bytes = serialize(buffer).value();
  EXPECT_EQ(parse_rop_buffer(bytes).value().rops, buffer.rops);
  buffer.rops.push_back(0);
  EXPECT_EQ(serialize(buffer).error().fault, Fault::too_long);
}

TEST(Requests, Release) { expect_plain_requests<ReleaseRequest>(); }

TEST(Responses, Failure) {
  const auto bytes = from_hex("FE 00 02 01 04 80");
  wire::expect_exact<ErrorResponse>(bytes);
  EXPECT_EQ(wire::serialize(ErrorResponse{RopId::logon, 0, oxcdata::ErrorCode::not_supported}).value(),
            bytes);
}

TEST(Responses, BufferTooSmall) {
  const auto bytes = hex_vector("MS-OXCROPS/2.2.15.1-rop-buffer-too-small.hex");
  using BufferTooSmall = WholeRop<BareHead, BufferTooSmallResponse>;
  const auto rop = wire::parse<BufferTooSmall>(bytes).value();
  EXPECT_EQ(rop.head.rop_id, RopId::buffer_too_small);
  EXPECT_EQ(rop.body.size_needed, 0x8000);
  EXPECT_THAT(rop.body.request_buffers, ElementsAre(1, 0, 0, 1, 0, 1));
  EXPECT_EQ(wire::serialize(rop).value(), bytes);
  for (std::size_t size = 0; size < 3; ++size) {
    EXPECT_EQ(wire::parse<BufferTooSmall>(ByteView(bytes).first(size)).error().fault, Fault::truncated);
  }
  wire::expect_bounded(bytes, [](ByteView hostile) { wire::parse<BufferTooSmall>(hostile); });
}

TEST(Responses, Backoff) {
  const auto [head, response] = expect_rop<BareHead, BackoffResponse>(
      hex_vector("MS-OXCROPS/2.2.15.2-rop-backoff.hex"), {}, std::source_location::current());
  EXPECT_EQ(head.rop_id, RopId::backoff);
  EXPECT_EQ(response.logon_id, 3);
  EXPECT_EQ(response.duration, 10'000u);
  EXPECT_THAT(response.rops, ElementsAre(BackoffRop{RopId::query_rows, 1000},
                                         BackoffRop{RopId::fast_transfer_source_get_buffer, 2000}));
  EXPECT_THAT(response.additional_data, ElementsAre(0xAA, 0xBB, 0xCC));
  BackoffResponse many;
  many.rops.resize(256);
  EXPECT_EQ(wire::serialize(many).error().fault, Fault::too_long);
}

}  // namespace
}  // namespace mapigate::oxcrops
