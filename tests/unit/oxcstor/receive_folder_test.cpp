#include "protocol/oxcstor/receive_folder.hpp"

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcstor {
namespace {

using oxcdata::ErrorCode;
using oxcrops::expect_request;
using oxcrops::expect_response;
using wire::from_hex;
using wire::hex_vector;

const auto folder_id = oxcdata::make_id<oxcdata::FolderId>(1, oxcdata::global_counter(5));

TEST(ReceiveFolder, Get) {
  const auto [head, request] = expect_request<GetReceiveFolderRequest>(
      hex_vector("MS-OXCROPS/2.2.3.2.1-get-receive-folder-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.message_class, "IPM.Note");

  const auto response = expect_response<GetReceiveFolderResponse>(
                            hex_vector("MS-OXCROPS/2.2.3.2.2-get-receive-folder-response.hex"))
                            .body;
  EXPECT_EQ(response.folder_id, folder_id);
  EXPECT_EQ(response.explicit_message_class, "IPM");

  EXPECT_EQ(expect_response<GetReceiveFolderResponse>(from_hex("27 01 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

TEST(ReceiveFolder, Set) {
  const auto request = expect_request<SetReceiveFolderRequest>(
                           hex_vector("MS-OXCROPS/2.2.3.3.1-set-receive-folder-request.hex"))
                           .body;
  EXPECT_EQ(request.folder_id, folder_id);
  EXPECT_EQ(request.message_class, "IPM.X");

  expect_response<SetReceiveFolderResponse>(from_hex("26 01 00 00 00 00"));
  EXPECT_EQ(expect_response<SetReceiveFolderResponse>(from_hex("26 01 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

TEST(ReceiveFolder, Table) {
  expect_request<GetReceiveFolderTableRequest>(from_hex("68 00 00"));

  const auto response = expect_response<GetReceiveFolderTableResponse>(
                            hex_vector("MS-OXCROPS/2.2.3.4.2-get-receive-folder-table-response.hex"))
                            .body;
  const std::vector<oxcdata::PropertyRow> rows{
      {{wire::i64{0x0500'0000'0000'0001}, oxcdata::String8{"IPM"}, wire::FileTime{0x019DB1DED53E8000}},
       false},
      {{wire::i64{0x0500'0000'0000'0001}, oxcdata::String8{""}, ErrorCode::not_found}, true},
  };
  EXPECT_EQ(response.rows, rows);

  EXPECT_TRUE(expect_response<GetReceiveFolderTableResponse>(from_hex("68 00 00 00 00 00 00 00 00 00"))
                  .body.rows.empty());
  EXPECT_EQ(expect_response<GetReceiveFolderTableResponse>(from_hex("68 00 02 01 04 80")).body.return_value,
            ErrorCode::not_supported);
  // More rows than there can be in what is left.
  EXPECT_EQ(wire::parse<GetReceiveFolderTableResponse>(from_hex("00 00 00 00 FF FF FF FF 00")).error().fault,
            wire::Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxcstor
