#include "protocol/oxcprpt/named_properties.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcprpt {
namespace {

using oxcrops::expect_failures;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

const auto guid = wire::Guid::from_text("00112233-4455-6677-8899-aabbccddeeff").value();
const PropertyName by_lid{PropertyName::Kind::lid, guid, 0x8503, u""};
const PropertyName by_name{PropertyName::Kind::name, guid, 0, u"ab"};

TEST(NamedProperties, GetPropertyIdsFromNames) {
  const auto [head, request] = expect_request<GetPropertyIdsFromNamesRequest>(
      hex_vector("MS-OXCROPS/2.2.8.1.1-get-property-ids-from-names-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.flags, GetPropertyIdsFromNamesRequest::flag_create);
  EXPECT_THAT(request.property_names, ElementsAre(by_lid, by_name));

  const auto response = expect_response<GetPropertyIdsFromNamesResponse>(
                            hex_vector("MS-OXCPRPT/4.1.2-get-property-ids-from-names-response.hex"))
                            .body;
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_THAT(response.property_ids, ElementsAre(0x863E, 0x863F));
}

TEST(NamedProperties, SomeNamesHaveNoId) {
  EXPECT_EQ(
      expect_response<GetPropertyIdsFromNamesResponse>(from_hex("56 01 80 03 04 00 02 00 3E 86 00 00")).body,
      (GetPropertyIdsFromNamesResponse{ErrorCode::errors_returned, {0x863E, 0}}));
}

TEST(NamedProperties, GetNamesFromPropertyIds) {
  EXPECT_THAT(expect_request<GetNamesFromPropertyIdsRequest>(
                  hex_vector("MS-OXCROPS/2.2.8.2.1-get-names-from-property-ids-request.hex"))
                  .body.property_ids,
              ElementsAre(0x863E, 0x0037));
  EXPECT_THAT(expect_response<GetNamesFromPropertyIdsResponse>(
                  hex_vector("MS-OXCROPS/2.2.8.2.2-get-names-from-property-ids-response.hex"))
                  .body.property_names,
              ElementsAre(by_name, by_lid, PropertyName{}));
}

TEST(NamedProperties, QueryNamedProperties) {
  EXPECT_EQ(expect_request<QueryNamedPropertiesRequest>(
                hex_vector("MS-OXCROPS/2.2.8.10.1-query-named-properties-request.hex"))
                .body,
            (QueryNamedPropertiesRequest{QueryNamedPropertiesRequest::no_ids, guid}));
  EXPECT_EQ(expect_request<QueryNamedPropertiesRequest>(
                hex_vector("MS-OXCROPS/2.2.8.10.1-query-named-properties-request-all.hex"))
                .body,
            QueryNamedPropertiesRequest{});
  const auto response = expect_response<QueryNamedPropertiesResponse>(
                            hex_vector("MS-OXCROPS/2.2.8.10.2-query-named-properties-response.hex"))
                            .body;
  EXPECT_THAT(response.property_ids, ElementsAre(0x8000, 0x8001));
  EXPECT_THAT(response.property_names, ElementsAre(by_lid, by_name));
}

TEST(NamedProperties, CountsWithoutTheirElements) {
  EXPECT_EQ(wire::parse<GetPropertyIdsFromNamesRequest>(from_hex("00 FF FF 00")).error().fault,
            Fault::truncated);
  EXPECT_EQ(wire::parse<QueryNamedPropertiesResponse>(from_hex("00 00 00 00 01 00 00 80")).error().fault,
            Fault::truncated);
  QueryNamedPropertiesResponse response;
  response.property_ids = {0x8000, 0x8001};
  response.property_names = {by_lid};
  EXPECT_EQ(wire::serialize(response).error().fault, Fault::invalid);
}

TEST(NamedProperties, Failures) {
  expect_failures<GetPropertyIdsFromNamesResponse, GetNamesFromPropertyIdsResponse,
                  QueryNamedPropertiesResponse>();
}

}  // namespace
}  // namespace mapigate::oxcprpt
