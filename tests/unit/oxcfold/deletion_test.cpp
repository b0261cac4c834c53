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
  const auto empty = expect_request<EmptyFolderRequest>(from_hex("58 00 01 01 00"));
  EXPECT_EQ(empty.head.handle_index, 1);
  EXPECT_TRUE(empty.body.want_asynchronous);
  EXPECT_FALSE(empty.body.want_delete_associated);

  const auto hard = expect_request<HardDeleteMessagesAndSubfoldersRequest>(from_hex("92 00 01 00 01")).body;
  EXPECT_FALSE(hard.want_asynchronous);
  EXPECT_TRUE(hard.want_delete_associated);

  EXPECT_TRUE(expect_response<EmptyFolderResponse>(from_hex("58 01 00 00 00 00 01")).body.partial_completion);
  EXPECT_TRUE(expect_response<HardDeleteMessagesAndSubfoldersResponse>(from_hex("92 01 00 00 00 00 01"))
                  .body.partial_completion);
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
  const auto failure = expect_response<HardDeleteMessagesResponse>(from_hex("91 00 05 00 07 80 01")).body;
  EXPECT_EQ(failure.return_value, ErrorCode::access_denied);
  EXPECT_TRUE(failure.partial_completion);
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
