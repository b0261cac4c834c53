#include "protocol/oxcperm/permissions.hpp"

#include "protocol/oxcperm/rights.hpp"
#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcperm {
namespace {

using oxcdata::ErrorCode;
using oxcdata::property_tag;
using oxcdata::PropertyType;
using oxcrops::expect_request;
using oxcrops::expect_response;
using wire::from_hex;
using wire::hex_vector;

TEST(Permissions, GetTable) {
  const auto [head, request] = expect_request<GetPermissionsTableRequest>(
      hex_vector("MS-OXCPERM/4.1-get-permissions-table-request.hex"));
  EXPECT_EQ(head.handle_index, 0);
  EXPECT_EQ(request.output_handle_index, 1);
  EXPECT_EQ(request.table_flags, GetPermissionsTableRequest::include_free_busy);

  expect_response<GetPermissionsTableResponse>(from_hex("3E 01 00 00 00 00"));
  EXPECT_EQ(expect_response<GetPermissionsTableResponse>(from_hex("3E 01 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

TEST(Permissions, Modify) {
  const auto [head, request] = expect_request<ModifyPermissionsRequest>(
      hex_vector("MS-OXCROPS/2.2.10.1.1-modify-permissions-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  const auto entry_id = property_tag(0x0FFF, PropertyType::binary);
  const auto member_id = property_tag(0x6671, PropertyType::integer64);
  const auto member_rights = property_tag(0x6673, PropertyType::integer32);
  constexpr auto rights = right_read_any | right_create | right_edit_owned | right_delete_owned |
                          right_folder_visible | right_free_busy_simple;
  EXPECT_EQ(request, (ModifyPermissionsRequest{
                         ModifyPermissionsRequest::include_free_busy,
                         {{PermissionData::add_row,
                           {{entry_id, wire::Bytes{0xAA, 0xBB, 0xCC}}, {member_rights, wire::i32{rights}}}},
                          {PermissionData::modify_row,
                           {{member_id, wire::i64{0x0102030405060708}}, {member_rights, wire::i32{0}}}},
                          {PermissionData::remove_row, {{member_id, wire::i64{-1}}}}}}));

  expect_response<ModifyPermissionsResponse>(from_hex("40 01 00 00 00 00"));
  EXPECT_EQ(expect_response<ModifyPermissionsResponse>(from_hex("40 01 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

TEST(Permissions, CountsAtTheirLargest) {
  EXPECT_EQ(wire::parse<ModifyPermissionsRequest>(from_hex("00 FF FF 01 00 00")).error().fault,
            wire::Fault::truncated);
  EXPECT_EQ(wire::parse<ModifyPermissionsRequest>(from_hex("00 01 00 01 FF FF")).error().fault,
            wire::Fault::truncated);
  ModifyPermissionsRequest request;
  request.permissions_data.resize(0x10000);
  EXPECT_EQ(wire::serialize(request).error().fault, wire::Fault::too_long);
}

}  // namespace
}  // namespace mapigate::oxcperm
