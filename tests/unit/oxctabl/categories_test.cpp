#include "protocol/oxctabl/categories.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxctabl {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyRow;
using oxcdata::PropertyType;
using oxcrops::expect_failures;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

constexpr wire::u64 category = 0x2A00'0000'0000'0001;

TEST(Categories, ExpandRow) {
  EXPECT_EQ(expect_request<ExpandRowRequest>(hex_vector("MS-OXCROPS/2.2.5.16.1-expand-row-request.hex")).body,
            (ExpandRowRequest{5, category}));
  const std::vector<oxcdata::PropertyTag> columns{property_tag(0x674D, PropertyType::integer64),
                                                  property_tag(0x0037, PropertyType::string)};
  ExpandRowResponse prepared;
  prepared.columns = columns;
  const auto response =
      expect_response(hex_vector("MS-OXCROPS/2.2.5.16.2-expand-row-response.hex"), prepared).body;
  EXPECT_EQ(response.expanded_row_count, 10u);
  EXPECT_THAT(response.row_data,
              ElementsAre(PropertyRow{{static_cast<wire::i64>(category), std::u16string(u"a")}, false}));
}

TEST(Categories, CollapseRow) {
  EXPECT_EQ(
      expect_request<CollapseRowRequest>(hex_vector("MS-OXCROPS/2.2.5.17.1-collapse-row-request.hex")).body,
      (CollapseRowRequest{category}));
  EXPECT_EQ(
      expect_response<CollapseRowResponse>(hex_vector("MS-OXCROPS/2.2.5.17.2-collapse-row-response.hex"))
          .body.collapsed_row_count,
      10u);
}

TEST(Categories, CollapseState) {
  EXPECT_EQ(expect_request<GetCollapseStateRequest>(
                hex_vector("MS-OXCROPS/2.2.5.18.1-get-collapse-state-request.hex"))
                .body,
            (GetCollapseStateRequest{category, 3}));
  EXPECT_THAT(expect_response<GetCollapseStateResponse>(
                  hex_vector("MS-OXCROPS/2.2.5.18.2-get-collapse-state-response.hex"))
                  .body.collapse_state,
              ElementsAre(1, 2, 3));
  EXPECT_THAT(expect_request<SetCollapseStateRequest>(
                  hex_vector("MS-OXCROPS/2.2.5.19.1-set-collapse-state-request.hex"))
                  .body.collapse_state,
              ElementsAre(1, 2, 3));
  EXPECT_THAT(expect_response<SetCollapseStateResponse>(
                  hex_vector("MS-OXCROPS/2.2.5.19.2-set-collapse-state-response.hex"))
                  .body.bookmark,
              ElementsAre(0xAA, 0xBB));
  EXPECT_EQ(wire::parse<SetCollapseStateRequest>(from_hex("FF FF 01")).error().fault, Fault::truncated);
}

TEST(Categories, Failures) {
  expect_failures<ExpandRowResponse, CollapseRowResponse, GetCollapseStateResponse,
                  SetCollapseStateResponse>();
}

}  // namespace
}  // namespace mapigate::oxctabl
