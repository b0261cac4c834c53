#include "protocol/oxcfold/deletion.hpp"

#include <gmock/gmock.h>

#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcfold {
namespace {

using oxcdata::ErrorCode;
using oxcdata::MessageId;
using oxcrops::expect_request;
using oxcrops::expect_response;
using testing::ElementsAre;
using wire::from_hex;
using wire::hex_vector;

MessageId message(wire::u64 counter) {
  return oxcdata::make_id<MessageId>(1, oxcdata::global_counter(counter));
}

TEST(Deletion, EverythingInAFolder) {
  const auto empty =
      expect_request<EmptyFolderRequest>(hex_vector("MS-OXCROPS/2.2.4.9.1-empty-folder-request.hex"));
  EXPECT_EQ(empty.head.handle_index, 1);
  EXPECT_TRUE(empty.body.want_asynchronous);
  EXPECT_FALSE(empty.body.want_delete_associated);

  const auto hard = expect_request<HardDeleteMessagesAndSubfoldersRequest>(
                        hex_vector("MS-OXCROPS/2.2.4.10.1-hard-delete-messages-and-subfolders-request.hex"))
                        .body;
  EXPECT_FALSE(hard.want_asynchronous);
  EXPECT_TRUE(hard.want_delete_associated);

  const auto response =
      expect_response<EmptyFolderResponse>(hex_vector("MS-OXCROPS/2.2.4.9.2-empty-folder-response.hex"));
  EXPECT_EQ(response.head.handle_index, 1);
  EXPECT_EQ(response.body, (EmptyFolderResponse{ErrorCode::success, true}));
  EXPECT_EQ(expect_response<HardDeleteMessagesAndSubfoldersResponse>(
                hex_vector("MS-OXCROPS/2.2.4.10.2-hard-delete-messages-and-subfolders-response.hex"))
                .body,
            (HardDeleteMessagesAndSubfoldersResponse{ErrorCode::success, true}));
}

TEST(Deletion, Messages) {
  const auto soft =
      expect_request<DeleteMessagesRequest>(hex_vector("MS-OXCFOLD/4.3.1-delete-messages-request.hex")).body;
  EXPECT_FALSE(soft.want_asynchronous);
  EXPECT_TRUE(soft.notify_non_read);
  EXPECT_THAT(soft.message_ids, ElementsAre(message(0x0E8EF148), message(0x0E8EC302)));

  const auto hard = expect_request<HardDeleteMessagesRequest>(
                        hex_vector("MS-OXCROPS/2.2.4.12.1-hard-delete-messages-request.hex"))
                        .body;
  EXPECT_TRUE(hard.want_asynchronous);
  EXPECT_FALSE(hard.notify_non_read);
  EXPECT_THAT(hard.message_ids, ElementsAre(message(0x0E8EF148)));

  EXPECT_EQ(
      expect_response<DeleteMessagesResponse>(hex_vector("MS-OXCFOLD/4.3.2-delete-messages-response.hex"))
          .body,
      DeleteMessagesResponse{});
  EXPECT_EQ(expect_response<HardDeleteMessagesResponse>(
                hex_vector("MS-OXCROPS/2.2.4.12.2-hard-delete-messages-response.hex"))
                .body,
            (HardDeleteMessagesResponse{ErrorCode::success, true}));
}

// Success and failure have one layout.
template <class... Responses>
void expect_failures_with_partial_completion() {
  const auto fail = []<class Response>(const Response& prepared) {
    const wire::Bytes bytes{static_cast<wire::u8>(Response::id), 1, 0x05, 0x00, 0x07, 0x80, 1};
    EXPECT_EQ(expect_response(bytes, prepared).body, (Response{ErrorCode::access_denied, true}));
  };
  (fail(Responses{}), ...);
}

TEST(Deletion, Failures) {
  expect_failures_with_partial_completion<EmptyFolderResponse, HardDeleteMessagesAndSubfoldersResponse,
                                          DeleteMessagesResponse, HardDeleteMessagesResponse>();
}

TEST(Deletion, MostMessages) {
  DeleteMessagesRequest request;
  request.message_ids.assign(0xFFFF, message(1));
  EXPECT_EQ(wire::parse<DeleteMessagesRequest>(wire::serialize(request).value()).value(), request);
  request.message_ids.push_back(message(1));
  EXPECT_EQ(wire::serialize(request).error().fault, wire::Fault::too_long);
  EXPECT_EQ(wire::parse<DeleteMessagesRequest>(from_hex("00 00 FF FF 01")).error().fault,
            wire::Fault::truncated);
}

}  // namespace
}  // namespace mapigate::oxcfold
