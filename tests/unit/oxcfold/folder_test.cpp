#include "protocol/oxcfold/folder.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcfold {
namespace {

using oxcdata::ErrorCode;
using oxcdata::FolderId;
using oxcdata::String8;
using oxcdata::Text;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::from_hex;
using wire::hex_vector;

FolderId folder(wire::u16 replica, wire::u64 counter) {
  return oxcdata::make_id<FolderId>(replica, oxcdata::global_counter(counter));
}

TEST(Folder, Open) {
  const auto [head, request] =
      expect_request<OpenFolderRequest>(hex_vector("MS-OXCROPS/2.2.4.1.1-open-folder-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.output_handle_index, 2);
  EXPECT_EQ(request.folder_id, folder(1, 5));
  EXPECT_EQ(request.open_mode_flags, OpenFolderRequest::open_soft_deleted);

  const auto response =
      expect_response<OpenFolderResponse>(hex_vector("MS-OXCROPS/2.2.4.1.2-open-folder-response.hex")).body;
  EXPECT_TRUE(response.has_rules);
  EXPECT_FALSE(response.is_ghosted);

  const auto ghosted =
      expect_response<OpenFolderResponse>(hex_vector("MS-OXCROPS/2.2.4.1.2-open-folder-response-ghosted.hex"))
          .body;
  EXPECT_FALSE(ghosted.has_rules);
  EXPECT_TRUE(ghosted.is_ghosted);
  EXPECT_EQ(ghosted.servers.cheap_count, 1);
  EXPECT_THAT(ghosted.servers.servers, ElementsAre("/cn=A", "/cn=B"));

  EXPECT_EQ(expect_response<OpenFolderResponse>(from_hex("02 02 0F 01 04 80")).body.return_value,
            ErrorCode::not_found);
}

TEST(Folder, Create) {
  const auto [head, request] =
      expect_request<CreateFolderRequest>(hex_vector("MS-OXCFOLD/4.1.1-create-folder-request.hex"));
  EXPECT_EQ(head.handle_index, 0);
  EXPECT_EQ(request.output_handle_index, 1);
  EXPECT_EQ(request.folder_type, FolderType::generic);
  EXPECT_TRUE(request.use_unicode_strings);
  EXPECT_FALSE(request.open_existing);
  EXPECT_EQ(request.display_name, Text(u"Folder1"));
  EXPECT_EQ(request.comment, Text(u""));

  const auto response =
      expect_response<CreateFolderResponse>(hex_vector("MS-OXCFOLD/4.1.2-create-folder-response.hex")).body;
  EXPECT_EQ(response.folder_id, folder(1, 0x0E915212));
  EXPECT_FALSE(response.is_existing_folder);

  EXPECT_EQ(expect_response<CreateFolderResponse>(from_hex("1C 01 05 00 07 80")).body.return_value,
            ErrorCode::access_denied);
}

TEST(Folder, CreateWithNamesInACodePage) {
  const auto request = expect_request<CreateFolderRequest>(
                           hex_vector("MS-OXCROPS/2.2.4.2.1-create-folder-request-string8.hex"))
                           .body;
  EXPECT_EQ(request.folder_type, FolderType::search);
  EXPECT_FALSE(request.use_unicode_strings);
  EXPECT_TRUE(request.open_existing);
  EXPECT_EQ(request.display_name, Text(String8{"B\xFCro"}));
  EXPECT_EQ(request.comment, Text(String8{"a"}));
}

// The names must be of the kind that the flag says.
TEST(Folder, CreateWithNamesOfTwoKinds) {
  CreateFolderRequest request;
  request.display_name = u"a";
  request.comment = String8{"b"};
  EXPECT_EQ(wire::serialize(request).error().fault, wire::Fault::invalid);
}

TEST(Folder, CreateOpensAnExistingPublicFolder) {
  const auto response = expect_response<CreateFolderResponse>(
                            hex_vector("MS-OXCROPS/2.2.4.2.2-create-folder-response-existing.hex"))
                            .body;
  EXPECT_EQ(response.folder_id, folder(2, 42));
  EXPECT_TRUE(response.is_existing_folder);
  EXPECT_TRUE(response.has_rules);
  EXPECT_TRUE(response.is_ghosted);
  EXPECT_EQ(response.servers.cheap_count, 1);
  EXPECT_THAT(response.servers.servers, ElementsAre("/cn=A"));
  // Not ghosted.
  EXPECT_FALSE(
      expect_response<CreateFolderResponse>(from_hex("1C 01 00 00 00 00 02 00 00 00 00 00 00 2A 01 00 00"))
          .body.is_ghosted);
}

TEST(Folder, Delete) {
  const auto [head, request] =
      expect_request<DeleteFolderRequest>(hex_vector("MS-OXCFOLD/4.2.1-delete-folder-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.delete_folder_flags,
            DeleteFolderRequest::del_messages | DeleteFolderRequest::del_folders);
  EXPECT_EQ(request.folder_id, folder(1, 0x0E8EDF36));

  const auto response =
      expect_response<DeleteFolderResponse>(hex_vector("MS-OXCFOLD/4.2.2-delete-folder-response.hex")).body;
  EXPECT_EQ(response.return_value, ErrorCode::success);
  EXPECT_FALSE(response.partial_completion);

  // A failure has PartialCompletion too.
  const auto failure = expect_response<DeleteFolderResponse>(from_hex("1D 01 05 00 07 80 01")).body;
  EXPECT_EQ(failure.return_value, ErrorCode::access_denied);
  EXPECT_TRUE(failure.partial_completion);
}

}  // namespace
}  // namespace mapigate::oxcfold
