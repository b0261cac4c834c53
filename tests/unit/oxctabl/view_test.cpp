#include "protocol/oxctabl/view.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxctabl {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcdata::SortDirection;
using oxcdata::SortOrder;
using oxcrops::expect_failures;
using oxcrops::expect_plain_requests;
using oxcrops::expect_plain_responses;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const auto subject = property_tag(0x0037, PropertyType::string);
const auto delivery_time = property_tag(0x0E06, PropertyType::time);
const auto subject_exists = oxcdata::operand(oxcdata::ExistRestriction{subject});

TEST(View, SetColumns) {
  const auto [head, request] =
      expect_request<SetColumnsRequest>(hex_vector("MS-OXCTABL/4.2.1-set-columns-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.set_columns_flags, 0);
  EXPECT_THAT(request.property_tags,
              ElementsAre(property_tag(0x6748, PropertyType::integer64),
                          property_tag(0x674A, PropertyType::integer64),
                          property_tag(0x674D, PropertyType::integer64),
                          property_tag(0x674E, PropertyType::integer32), subject, delivery_time));
  EXPECT_EQ(
      expect_response<SetColumnsResponse>(hex_vector("MS-OXCROPS/2.2.5.1.2-set-columns-response.hex")).body,
      (SetColumnsResponse{ErrorCode::success, TableStatus::setting_columns}));
  EXPECT_EQ(wire::parse<SetColumnsRequest>(from_hex("00 FF FF 00 00 00 00")).error().fault, Fault::truncated);
}

TEST(View, SortTable) {
  const auto request =
      expect_request<SortTableRequest>(hex_vector("MS-OXCTABL/4.3.1-sort-table-request.hex")).body;
  EXPECT_EQ(request.sort_table_flags, 0);
  EXPECT_EQ(request.sort_orders.categorized_count, 1);
  EXPECT_EQ(request.sort_orders.expanded_count, 1);
  constexpr auto instances = static_cast<PropertyType>(static_cast<wire::u16>(PropertyType::multiple_string) |
                                                       oxcdata::multivalue_instance_flag);
  EXPECT_THAT(request.sort_orders.sort_orders,
              ElementsAre(SortOrder{property_tag(0x8008, instances), SortDirection::ascending},
                          SortOrder{delivery_time, SortDirection::descending}));
  const auto [head, response] =
      expect_response<SortTableResponse>(hex_vector("MS-OXCTABL/4.3.2-sort-table-response.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(response, (SortTableResponse{ErrorCode::success, TableStatus::complete}));
}

// MS-OXCTABL section 2.2.2.3.1: each count is at most the one before it.
TEST(View, CountsOfCategories) {
  const auto fault = [](const char* text) {
    return wire::parse<SortTableRequest>(from_hex(text)).error().fault;
  };
  EXPECT_TRUE(wire::parse<SortTableRequest>(from_hex("00 00 00 00 00 00 00")));
  EXPECT_EQ(fault("00 01 00 02 00 00 00 1F 00 37 00 00"), Fault::invalid);
  EXPECT_EQ(fault("00 01 00 00 00 01 00 1F 00 37 00 00"), Fault::invalid);
  EXPECT_EQ(fault("00 FF FF 00 00 00 00 1F 00 37 00 00"), Fault::truncated);
}

TEST(View, Restrict) {
  const auto request =
      expect_request<RestrictRequest>(hex_vector("MS-OXCROPS/2.2.5.3.1-restrict-request.hex")).body;
  EXPECT_EQ(request, (RestrictRequest{table_async, subject_exists}));
  EXPECT_EQ(expect_request<RestrictRequest>(hex_vector("MS-OXCROPS/2.2.5.3.1-restrict-request-none.hex"))
                .body.restriction.restriction,
            nullptr);
  EXPECT_EQ(expect_response<RestrictResponse>(hex_vector("MS-OXCROPS/2.2.5.3.2-restrict-response.hex")).body,
            (RestrictResponse{ErrorCode::success, TableStatus::restricting}));
}

TEST(View, SizeOfTheRestriction) {
  const auto fault = [](const char* text) {
    return wire::parse<RestrictRequest>(from_hex(text)).error().fault;
  };
  EXPECT_EQ(fault("00 06 00 08 1F 00 37 00 00"), Fault::trailing);
  EXPECT_EQ(fault("00 04 00 08 1F 00 37 00"), Fault::truncated);
  EXPECT_EQ(fault("00 FF FF 08 1F 00 37 00"), Fault::truncated);
}

// As deep as the bytes allow: NotRestrictions.
TEST(View, NestedRestrictions) {
  wire::Bytes bytes(3 + 0xFFFF, 0x02);
  bytes[1] = bytes[2] = 0xFF;
  EXPECT_EQ(wire::parse<RestrictRequest>(bytes).error().fault, Fault::limit);
}

TEST(View, QueryColumnsAll) {
  expect_plain_requests<QueryColumnsAllRequest>();
  EXPECT_THAT(expect_response<QueryColumnsAllResponse>(
                  hex_vector("MS-OXCROPS/2.2.5.12.2-query-columns-all-response.hex"))
                  .body.property_tags,
              ElementsAre(property_tag(0x6748, PropertyType::integer64), subject));
}

TEST(View, Status) {
  expect_plain_requests<AbortRequest, GetStatusRequest>();
  EXPECT_EQ(expect_response<AbortResponse>(hex_vector("MS-OXCROPS/2.2.5.5.2-abort-response.hex")).body,
            (AbortResponse{ErrorCode::success, TableStatus::sorting}));
  EXPECT_EQ(
      expect_response<GetStatusResponse>(hex_vector("MS-OXCROPS/2.2.5.6.2-get-status-response.hex")).body,
      (GetStatusResponse{ErrorCode::success, TableStatus::sort_error}));
}

TEST(View, ResetTable) {
  expect_plain_requests<ResetTableRequest>();
  expect_plain_responses<ResetTableResponse>();
}

TEST(View, Failures) {
  expect_failures<SetColumnsResponse, SortTableResponse, RestrictResponse, QueryColumnsAllResponse,
                  AbortResponse, GetStatusResponse>();
}

}  // namespace
}  // namespace mapigate::oxctabl
