#include "protocol/oxcfxics/rops_synchronization.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcfxics {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcrops::expect_request;
using testing::ElementsAre;
using wire::from_hex;
using wire::hex_vector;

TEST(Synchronization, Configure) {
  using Request = SynchronizationConfigureRequest;
  const auto [head, request] =
      expect_request<Request>(hex_vector("MS-OXCROPS/2.2.13.1.1-synchronization-configure-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.output_handle_index, 2);
  EXPECT_EQ(request.synchronization_type, SynchronizationType::contents);
  EXPECT_EQ(request.send_options, send_unicode | send_force_unicode);
  EXPECT_EQ(request.synchronization_flags, Request::unicode | Request::read_state | Request::fai |
                                               Request::normal | Request::best_body | Request::progress);
  EXPECT_EQ(request.restriction,
            oxcdata::operand(oxcdata::ExistRestriction{property_tag(0x0037, PropertyType::string)}));
  EXPECT_EQ(request.synchronization_extra_flags,
            Request::eid | Request::cn | Request::order_by_delivery_time);
  EXPECT_THAT(request.property_tags, ElementsAre(property_tag(0x0E04, PropertyType::string)));
}

TEST(Synchronization, ConfigureAHierarchy) {
  const auto request = expect_request<SynchronizationConfigureRequest>(
                           from_hex("70 00 01 02 02 09 01 01 00 00 01 00 00 00 00 00"))
                           .body;
  EXPECT_EQ(request.synchronization_type, SynchronizationType::hierarchy);
  EXPECT_EQ(request.synchronization_flags, SynchronizationConfigureRequest::unicode |
                                               SynchronizationConfigureRequest::no_foreign_identifiers);
  EXPECT_EQ(request.restriction, oxcdata::RestrictionValue{});
  EXPECT_EQ(request.synchronization_extra_flags, SynchronizationConfigureRequest::eid);
  EXPECT_TRUE(request.property_tags.empty());
}

TEST(Synchronization, OtherContexts) {
  const auto collector = expect_request<SynchronizationOpenCollectorRequest>(
      hex_vector("MS-OXCROPS/2.2.13.7.1-synchronization-open-collector-request.hex"));
  EXPECT_EQ(collector.head.handle_index, 1);
  EXPECT_EQ(collector.body.output_handle_index, 2);
  EXPECT_TRUE(collector.body.is_contents_collector);
  EXPECT_EQ(expect_request<SynchronizationGetTransferStateRequest>(
                hex_vector("MS-OXCROPS/2.2.13.8.1-synchronization-get-transfer-state-request.hex"))
                .body.output_handle_index,
            2);
}

TEST(Synchronization, UploadState) {
  const auto begin =
      expect_request<SynchronizationUploadStateStreamBeginRequest>(
          hex_vector("MS-OXCROPS/2.2.13.9.1-synchronization-upload-state-stream-begin-request.hex"))
          .body;
  EXPECT_EQ(begin.state_property, property_tag(0x4017, PropertyType::integer32));
  EXPECT_EQ(begin.transfer_buffer_size, 30u);
  EXPECT_THAT(
      expect_request<SynchronizationUploadStateStreamContinueRequest>(
          hex_vector("MS-OXCROPS/2.2.13.10.1-synchronization-upload-state-stream-continue-request.hex"))
          .body.stream_data,
      ElementsAre(0xAA, 0xBB, 0xCC));
  EXPECT_EQ(
      wire::parse<SynchronizationUploadStateStreamContinueRequest>(from_hex("FF FF FF FF AA")).error().fault,
      wire::Fault::truncated);
  oxcrops::expect_plain_requests<SynchronizationUploadStateStreamEndRequest>();
}

TEST(Synchronization, PlainResponses) {
  oxcrops::expect_plain_responses<
      SynchronizationConfigureResponse, SynchronizationOpenCollectorResponse,
      SynchronizationGetTransferStateResponse, SynchronizationUploadStateStreamBeginResponse,
      SynchronizationUploadStateStreamContinueResponse, SynchronizationUploadStateStreamEndResponse>();
}

}  // namespace
}  // namespace mapigate::oxcfxics
