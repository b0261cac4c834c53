#include "protocol/oxcprpt/copy.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcprpt {
namespace {

using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcrops::expect_failures;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::hex_vector;

const auto subject = property_tag(0x0037, PropertyType::string);
const auto importance = property_tag(0x0017, PropertyType::integer32);
const oxcdata::PropertyProblem problem{1, importance, ErrorCode::access_denied};

TEST(Copy, CopyProperties) {
  const auto [head, request] =
      expect_request<CopyPropertiesRequest>(hex_vector("MS-OXCROPS/2.2.8.11.1-copy-properties-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request, (CopyPropertiesRequest{2, true, copy_move | copy_no_overwrite, {subject}}));
  EXPECT_THAT(expect_response<CopyPropertiesResponse>(
                  hex_vector("MS-OXCROPS/2.2.8.11.2-copy-properties-response.hex"))
                  .body.property_problems,
              ElementsAre(problem));
}

TEST(Copy, CopyTo) {
  const auto [head, request] =
      expect_request<CopyToRequest>(hex_vector("MS-OXCROPS/2.2.8.12.1-copy-to-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request, (CopyToRequest{2, false, true, copy_no_overwrite, {subject, importance}}));
  EXPECT_THAT(expect_response<CopyToResponse>(hex_vector("MS-OXCROPS/2.2.8.12.2-copy-to-response.hex"))
                  .body.property_problems,
              ElementsAre(problem));
}

TEST(Copy, NullDestination) {
  const auto properties =
      expect_response<CopyPropertiesResponse>(
          hex_vector("MS-OXCROPS/2.2.8.11.3-copy-properties-response-null-destination.hex"))
          .body;
  EXPECT_EQ(properties.return_value, ErrorCode::null_destination_object);
  EXPECT_EQ(properties.dest_handle_index, 2u);
  const auto all = expect_response<CopyToResponse>(
                       hex_vector("MS-OXCROPS/2.2.8.12.3-copy-to-response-null-destination.hex"))
                       .body;
  EXPECT_EQ(all.return_value, ErrorCode::null_destination_object);
  EXPECT_EQ(all.dest_handle_index, 2u);
}

TEST(Copy, Progress) {
  EXPECT_FALSE(
      expect_request<ProgressRequest>(hex_vector("MS-OXCPRPT/4.5-progress-request.hex")).body.want_cancel);
  EXPECT_EQ(expect_response<ProgressResponse>(hex_vector("MS-OXCPRPT/4.5-progress-response.hex")).body,
            (ProgressResponse{ErrorCode::success, 0, 29, 729}));
}

TEST(Copy, Failures) { expect_failures<CopyPropertiesResponse, CopyToResponse, ProgressResponse>(); }

}  // namespace
}  // namespace mapigate::oxcprpt
