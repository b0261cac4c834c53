#include "protocol/oxcfold/move_copy.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcfold {
namespace {

using oxcdata::ErrorCode;
using oxcdata::FolderId;
using oxcdata::MessageId;
using oxcdata::Text;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::from_hex;
using wire::hex_vector;

const auto folder_id = oxcdata::make_id<FolderId>(1, oxcdata::global_counter(0x0E8EDF36));

TEST(MoveCopy, Messages) {
  const auto [head, request] =
      expect_request<MoveCopyMessagesRequest>(hex_vector("MS-OXCFOLD/4.4.1-move-copy-messages-request.hex"));
  EXPECT_EQ(head.handle_index, 0);
  EXPECT_EQ(request.dest_handle_index, 1);
  EXPECT_THAT(request.message_ids,
              ElementsAre(oxcdata::make_id<MessageId>(1, oxcdata::global_counter(0x0E8EEC5D))));
  EXPECT_FALSE(request.want_asynchronous);
  EXPECT_FALSE(request.want_copy);
  EXPECT_TRUE(expect_request<MoveCopyMessagesRequest>(from_hex("33 00 00 01 00 00 00 01")).body.want_copy);

  const auto response = expect_response<MoveCopyMessagesResponse>(
      hex_vector("MS-OXCROPS/2.2.4.6.2-move-copy-messages-response.hex"));
  EXPECT_EQ(response.head.handle_index, 1);
  EXPECT_EQ(response.body, (MoveCopyMessagesResponse{ErrorCode::success, 0, true}));
  EXPECT_EQ(wire::parse<MoveCopyMessagesRequest>(from_hex("01 FF FF 00 00")).error().fault,
            wire::Fault::truncated);
}

TEST(MoveCopy, MoveFolder) {
  const auto [head, request] =
      expect_request<MoveFolderRequest>(hex_vector("MS-OXCFOLD/4.5.1-move-folder-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.dest_handle_index, 2);
  EXPECT_TRUE(request.want_asynchronous);
  EXPECT_TRUE(request.use_unicode);
  EXPECT_EQ(request.folder_id, folder_id);
  EXPECT_EQ(request.new_folder_name, Text(u"Folder1"));

  const auto string8 =
      expect_request<MoveFolderRequest>(hex_vector("MS-OXCROPS/2.2.4.7.1-move-folder-request-string8.hex"))
          .body;
  EXPECT_FALSE(string8.use_unicode);
  EXPECT_EQ(string8.new_folder_name, Text(oxcdata::String8{"A"}));

  const auto response =
      expect_response<MoveFolderResponse>(hex_vector("MS-OXCFOLD/4.5.2-move-folder-response.hex"));
  EXPECT_EQ(response.head.handle_index, 1);
  EXPECT_EQ(response.body, MoveFolderResponse{});
}

TEST(MoveCopy, CopyFolder) {
  const auto request =
      expect_request<CopyFolderRequest>(hex_vector("MS-OXCFOLD/4.6.1-copy-folder-request.hex")).body;
  EXPECT_EQ(request.dest_handle_index, 1);
  EXPECT_TRUE(request.want_asynchronous);
  EXPECT_TRUE(request.want_recursive);
  EXPECT_TRUE(request.use_unicode);
  EXPECT_EQ(request.folder_id, folder_id);
  EXPECT_EQ(request.new_folder_name, Text(u"Folder1"));

  const auto string8 =
      expect_request<CopyFolderRequest>(hex_vector("MS-OXCROPS/2.2.4.8.1-copy-folder-request-string8.hex"))
          .body;
  EXPECT_FALSE(string8.want_recursive);
  EXPECT_FALSE(string8.use_unicode);
  EXPECT_EQ(string8.new_folder_name, Text(oxcdata::String8{"A"}));

  EXPECT_EQ(
      expect_response<CopyFolderResponse>(hex_vector("MS-OXCROPS/2.2.4.8.2-copy-folder-response.hex")).body,
      (CopyFolderResponse{ErrorCode::success, 0, true}));
}

template <class Response>
void expect_failures() {
  auto bytes = hex_vector("MS-OXCROPS/2.2.4.6.3-move-copy-messages-response-null-destination.hex");
  bytes[0] = static_cast<wire::u8>(Response::id);
  const auto null_destination = expect_response<Response>(bytes).body;
  EXPECT_EQ(null_destination, (Response{ErrorCode::null_destination_object, 2, true}));

  bytes = from_hex("00 01 05 00 07 80 01");
  bytes[0] = static_cast<wire::u8>(Response::id);
  EXPECT_EQ(expect_response<Response>(bytes).body, (Response{ErrorCode::access_denied, 0, true}));
}

// Sections 2.2.4.6.3, 2.2.4.7.3 and 2.2.4.8.3 have the same table.
TEST(MoveCopy, Failures) {
  expect_failures<MoveCopyMessagesResponse>();
  expect_failures<MoveFolderResponse>();
  expect_failures<CopyFolderResponse>();
}

}  // namespace
}  // namespace mapigate::oxcfold
