#include "protocol/oxomsg/submit.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxomsg {
namespace {

using oxcdata::FolderId;
using oxcdata::MessageId;
using oxcrops::expect_failures;
using oxcrops::expect_plain_requests;
using oxcrops::expect_plain_responses;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

TEST(Submit, SubmitMessage) {
  const auto [head, request] =
      expect_request<SubmitMessageRequest>(hex_vector("MS-OXOMSG/4.1.1-submit-message-request.hex"));
  EXPECT_EQ(head.handle_index, 2);
  EXPECT_EQ(request.submit_flags, 0);
  EXPECT_EQ(
      expect_request<SubmitMessageRequest>(hex_vector("MS-OXCROPS/2.2.7.1.1-submit-message-request.hex"))
          .body.submit_flags,
      SubmitMessageRequest::needs_spooler);
  EXPECT_EQ(expect_response<SubmitMessageResponse>(hex_vector("MS-OXOMSG/4.1.2-submit-message-response.hex"))
                .head.handle_index,
            2);
}

TEST(Submit, AbortSubmit) {
  EXPECT_EQ(expect_request<AbortSubmitRequest>(hex_vector("MS-OXOMSG/4.3.1-abort-submit-request.hex")).body,
            (AbortSubmitRequest{oxcdata::make_id<FolderId>(1, oxcdata::global_counter(0x0003B479CA47)),
                                oxcdata::make_id<MessageId>(1, oxcdata::global_counter(0x0003B7E65FA7))}));
  EXPECT_EQ(expect_response<AbortSubmitResponse>(hex_vector("MS-OXOMSG/4.3.2-abort-submit-response.hex"))
                .body.return_value,
            ErrorCode::success);
  expect_plain_responses<SubmitMessageResponse, AbortSubmitResponse>();
}

TEST(Submit, GetAddressTypes) {
  expect_plain_requests<GetAddressTypesRequest>();
  EXPECT_THAT(expect_response<GetAddressTypesResponse>(
                  hex_vector("MS-OXCROPS/2.2.7.3.2-get-address-types-response.hex"))
                  .body.address_types,
              ElementsAre("EX", "SMTP"));
}

// AddressTypeSize holds for as many strings as AddressTypeCount says.
TEST(Submit, SizeOfTheAddressTypes) {
  const auto fault = [](const char* text) {
    return wire::parse<GetAddressTypesResponse>(from_hex(text)).error().fault;
  };
  EXPECT_TRUE(wire::parse<GetAddressTypesResponse>(from_hex("00 00 00 00 00 00 00 00")));
  EXPECT_EQ(fault("00 00 00 00 01 00 06 00 45 58 00 45 58 00"), Fault::trailing);
  EXPECT_EQ(fault("00 00 00 00 02 00 03 00 45 58 00"), Fault::unterminated);
  EXPECT_EQ(fault("00 00 00 00 FF FF 03 00 45 58 00"), Fault::truncated);
  EXPECT_EQ(fault("00 00 00 00 01 00 FF FF 45 58 00"), Fault::truncated);
  GetAddressTypesResponse response;
  response.address_types = {std::string(0x10000, 'X')};
  EXPECT_EQ(wire::serialize(response).error().fault, Fault::too_long);
}

TEST(Submit, OptionsData) {
  EXPECT_EQ(
      expect_request<OptionsDataRequest>(hex_vector("MS-OXCROPS/2.2.7.9.1-options-data-request.hex")).body,
      (OptionsDataRequest{"SMTP", true}));
  EXPECT_EQ(
      expect_response<OptionsDataResponse>(hex_vector("MS-OXCROPS/2.2.7.9.2-options-data-response.hex")).body,
      (OptionsDataResponse{ErrorCode::success, 1, {}, {0xAA, 0xBB}, "a.hlp"}));
  EXPECT_EQ(expect_response<OptionsDataResponse>(
                hex_vector("MS-OXCROPS/2.2.7.9.2-options-data-response-no-help.hex"))
                .body,
            (OptionsDataResponse{ErrorCode::success, 1, {0xCC}, {}, ""}));
}

TEST(Submit, Failures) { expect_failures<GetAddressTypesResponse, OptionsDataResponse>(); }

}  // namespace
}  // namespace mapigate::oxomsg
