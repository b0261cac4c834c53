#include "protocol/oxcprpt/properties.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcprpt {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcdata::PropertyValue;
using oxcdata::TaggedPropertyValue;
using oxcrops::expect_failures;
using oxcrops::expect_plain_requests;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const auto subject = property_tag(0x0037, PropertyType::string);
const auto importance = property_tag(0x0017, PropertyType::integer32);

// The columns of MS-OXCPRPT section 4.3.1.
const std::vector<PropertyTag> columns{property_tag(0x863E, PropertyType::boolean),
                                       property_tag(0x863F, PropertyType::integer32),
                                       property_tag(0x65E2, PropertyType::binary)};

GetPropertiesSpecificResponse with_columns() {
  GetPropertiesSpecificResponse response;
  response.columns = columns;
  return response;
}

TEST(Properties, GetPropertiesSpecificRequest) {
  const auto [head, request] = expect_request<GetPropertiesSpecificRequest>(
      hex_vector("MS-OXCPRPT/4.3.1-get-properties-specific-request.hex"));
  EXPECT_EQ(head.logon_id, 0);
  EXPECT_EQ(head.handle_index, 0);
  EXPECT_EQ(request, (GetPropertiesSpecificRequest{0, 1, columns}));
}

TEST(Properties, AsManyTagsAsTheCountCanSayWithoutTheirBytes) {
  EXPECT_EQ(
      wire::parse<GetPropertiesSpecificRequest>(from_hex("00 00 00 00 FF FF 01 02 03 04")).error().fault,
      Fault::truncated);
  GetPropertiesSpecificRequest request;
  request.property_tags.resize(0xFFFF);
  const auto bytes = wire::serialize(request).value();
  EXPECT_EQ(wire::parse<GetPropertiesSpecificRequest>(bytes).value(), request);
  request.property_tags.resize(0x10000);
  EXPECT_EQ(wire::serialize(request).error().fault, Fault::too_long);
}

TEST(Properties, GetPropertiesSpecificResponse) {
  const auto response =
      expect_response(hex_vector("MS-OXCROPS/2.2.8.3.2-get-properties-specific-response.hex"), with_columns())
          .body;
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.row_data.flagged);
  EXPECT_THAT(response.row_data.values,
              ElementsAre(PropertyValue(true), PropertyValue(42), PropertyValue(Bytes{0xAA, 0xBB})));
}

TEST(Properties, GetPropertiesSpecificResponseWithoutSomeOfTheValues) {
  const auto response =
      expect_response(hex_vector("MS-OXCROPS/2.2.8.3.2-get-properties-specific-response-flagged.hex"),
                      with_columns())
          .body;
  EXPECT_TRUE(response.row_data.flagged);
  EXPECT_THAT(response.row_data.values,
              ElementsAre(PropertyValue(), PropertyValue(42), PropertyValue(ErrorCode::not_found)));
}

// The row is written only where it has a value for each of the columns.
TEST(Properties, RowOfOtherColumns) {
  auto response = with_columns();
  response.row_data.values = {true, 42};
  EXPECT_EQ(wire::serialize(response).error().fault, Fault::invalid);
}

TEST(Properties, GetPropertiesAll) {
  EXPECT_EQ(expect_request<GetPropertiesAllRequest>(
                hex_vector("MS-OXCROPS/2.2.8.4.1-get-properties-all-request.hex"))
                .body,
            (GetPropertiesAllRequest{0x1000, 1}));
  EXPECT_THAT(
      expect_response<GetPropertiesAllResponse>(
          hex_vector("MS-OXCROPS/2.2.8.4.2-get-properties-all-response.hex"))
          .body.property_values,
      ElementsAre(TaggedPropertyValue{subject, std::u16string(u"a")}, TaggedPropertyValue{importance, 1}));
}

TEST(Properties, GetPropertiesList) {
  expect_plain_requests<GetPropertiesListRequest>();
  EXPECT_THAT(expect_response<GetPropertiesListResponse>(
                  hex_vector("MS-OXCROPS/2.2.8.5.2-get-properties-list-response.hex"))
                  .body.property_tags,
              ElementsAre(subject, importance));
}

TEST(Properties, SetProperties) {
  const auto request =
      expect_request<SetPropertiesRequest>(hex_vector("MS-OXCPRPT/4.2.1-set-properties-request.hex")).body;
  EXPECT_THAT(request.property_values,
              ElementsAre(TaggedPropertyValue{property_tag(0x003D, PropertyType::string), std::u16string()},
                          TaggedPropertyValue{property_tag(0x0E1D, PropertyType::string),
                                              std::u16string(u"Hello World")}));
  EXPECT_TRUE(
      expect_response<SetPropertiesResponse>(hex_vector("MS-OXCPRPT/4.2.2-set-properties-response.hex"))
          .body.property_problems.empty());
  EXPECT_THAT(expect_request<SetPropertiesNoReplicateRequest>(
                  hex_vector("MS-OXCROPS/2.2.8.7.1-set-properties-no-replicate-request.hex"))
                  .body.property_values,
              ElementsAre(TaggedPropertyValue{importance, 2}));
}

// PropertyValueSize holds for the count and the values, exactly.
TEST(Properties, SizeOfTheValues) {
  const auto fault = [](const char* text) {
    return wire::parse<SetPropertiesRequest>(from_hex(text)).error().fault;
  };
  EXPECT_TRUE(wire::parse<SetPropertiesRequest>(from_hex("02 00 00 00")));
  EXPECT_EQ(fault("01 00 00"), Fault::truncated);                             // no room for the count
  EXPECT_EQ(fault("00 00"), Fault::truncated);                                // the same
  EXPECT_EQ(fault("03 00 00 00 00"), Fault::trailing);                        // more than the values
  EXPECT_EQ(fault("FF FF 00 00"), Fault::truncated);                          // more than there is
  EXPECT_EQ(fault("09 00 01 00 03 00 17 00 02 00 00 00"), Fault::truncated);  // less than the value
  EXPECT_EQ(fault("04 00 FF FF 00 00"), Fault::truncated);                    // more values than bytes
}

TEST(Properties, ValuesThatDoNotFitTheirSize) {
  SetPropertiesRequest request;
  request.property_values = {{subject, std::u16string(0x8000, 'a')}};
  EXPECT_EQ(wire::serialize(request).error().fault, Fault::too_long);
}

TEST(Properties, DeleteProperties) {
  EXPECT_THAT(expect_request<DeletePropertiesRequest>(
                  hex_vector("MS-OXCROPS/2.2.8.8.1-delete-properties-request.hex"))
                  .body.property_tags,
              ElementsAre(subject, importance));
  EXPECT_THAT(expect_request<DeletePropertiesNoReplicateRequest>(
                  hex_vector("MS-OXCROPS/2.2.8.9.1-delete-properties-no-replicate-request.hex"))
                  .body.property_tags,
              ElementsAre(importance));
}

TEST(Properties, Problems) {
  const oxcdata::PropertyProblem problem{1, importance, ErrorCode::access_denied};
  EXPECT_THAT(expect_response<SetPropertiesResponse>(
                  hex_vector("MS-OXCROPS/2.2.8.6.2-set-properties-response-problem.hex"))
                  .body.property_problems,
              ElementsAre(problem));
  EXPECT_THAT(expect_response<SetPropertiesNoReplicateResponse>(
                  hex_vector("MS-OXCROPS/2.2.8.7.2-set-properties-no-replicate-response.hex"))
                  .body.property_problems,
              ElementsAre(problem));
  EXPECT_THAT(expect_response<DeletePropertiesResponse>(
                  hex_vector("MS-OXCROPS/2.2.8.8.2-delete-properties-response.hex"))
                  .body.property_problems,
              ElementsAre(problem));
  EXPECT_THAT(expect_response<DeletePropertiesNoReplicateResponse>(
                  hex_vector("MS-OXCROPS/2.2.8.9.2-delete-properties-no-replicate-response.hex"))
                  .body.property_problems,
              ElementsAre(problem));
}

TEST(Properties, Failures) {
  expect_failures<GetPropertiesSpecificResponse, GetPropertiesAllResponse, GetPropertiesListResponse,
                  SetPropertiesResponse, SetPropertiesNoReplicateResponse, DeletePropertiesResponse,
                  DeletePropertiesNoReplicateResponse>();
}

}  // namespace
}  // namespace mapigate::oxcprpt
