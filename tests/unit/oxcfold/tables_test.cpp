#include "protocol/oxcfold/tables.hpp"

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcfold {
namespace {

using oxcdata::ErrorCode;
using oxcrops::expect_request;
using oxcrops::expect_response;
using wire::from_hex;
using wire::hex_vector;

TEST(Tables, Hierarchy) {
  const auto [head, request] = expect_request<GetHierarchyTableRequest>(
      hex_vector("MS-OXCROPS/2.2.4.13.1-get-hierarchy-table-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.output_handle_index, 2);
  EXPECT_EQ(request.table_flags,
            GetHierarchyTableRequest::depth | GetHierarchyTableRequest::no_notifications);

  const auto response = expect_response<GetHierarchyTableResponse>(
      hex_vector("MS-OXCFOLD/4.7.2-get-hierarchy-table-response.hex"));
  EXPECT_EQ(response.head.handle_index, 2);
  EXPECT_EQ(response.body.row_count, 21u);
  EXPECT_EQ(expect_response<GetHierarchyTableResponse>(from_hex("04 02 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

TEST(Tables, Contents) {
  const auto request =
      expect_request<GetContentsTableRequest>(hex_vector("MS-OXCTABL/4.1.1-get-contents-table-request.hex"))
          .body;
  EXPECT_EQ(request.output_handle_index, 1);
  EXPECT_EQ(request.table_flags, 0);
  EXPECT_EQ(expect_request<GetContentsTableRequest>(from_hex("05 00 00 01 42")).body.table_flags,
            GetContentsTableRequest::associated | GetContentsTableRequest::use_unicode);

  EXPECT_EQ(expect_response<GetContentsTableResponse>(
                hex_vector("MS-OXCROPS/2.2.4.14.2-get-contents-table-response.hex"))
                .body.row_count,
            0x01020304u);
  EXPECT_EQ(expect_response<GetContentsTableResponse>(from_hex("05 01 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

}  // namespace
}  // namespace mapigate::oxcfold
