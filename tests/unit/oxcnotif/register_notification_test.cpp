#include "protocol/oxcnotif/register_notification.hpp"

#include "tests/unit/oxcrops/rop_failure.hpp"

namespace mapigate::oxcnotif {
namespace {

using oxcdata::FolderId;
using oxcrops::expect_plain_responses;
using oxcrops::expect_request;
using wire::hex_vector;

TEST(RegisterNotification, OfAFolder) {
  const auto [head, request] = expect_request<RegisterNotificationRequest>(
      hex_vector("MS-OXCROPS/2.2.14.1.1-register-notification-request.hex"));
  EXPECT_EQ(head.handle_index, 1);
  EXPECT_EQ(request.output_handle_index, 2);
  EXPECT_FALSE(request.want_whole_store);
  EXPECT_EQ(request.folder_id, oxcdata::make_id<FolderId>(1, oxcdata::global_counter(0x11)));
  EXPECT_EQ(request.message_id, oxcdata::MessageId{});
  for (const auto type :
       {NotificationType::object_created, NotificationType::object_deleted, NotificationType::object_modified,
        NotificationType::object_moved, NotificationType::object_copied}) {
    EXPECT_TRUE(request.wants(type));
  }
  for (const auto type : {NotificationType::new_mail, NotificationType::search_completed,
                          NotificationType::table_modified, NotificationType::extended}) {
    EXPECT_FALSE(request.wants(type));
  }
}

TEST(RegisterNotification, OfTheWholeStore) {
  const auto request = expect_request<RegisterNotificationRequest>(
                           hex_vector("MS-OXCROPS/2.2.14.1.1-register-notification-request-whole-store.hex"))
                           .body;
  EXPECT_EQ(request.notification_types, 0x0102);
  EXPECT_TRUE(request.want_whole_store);
}

TEST(RegisterNotification, ExtendedHasAReservedByte) {
  const auto request = expect_request<RegisterNotificationRequest>(
                           hex_vector("MS-OXCROPS/2.2.14.1.1-register-notification-request-extended.hex"))
                           .body;
  EXPECT_TRUE(request.wants(NotificationType::extended));
  EXPECT_TRUE(request.want_whole_store);
}

TEST(RegisterNotification, Response) { expect_plain_responses<RegisterNotificationResponse>(); }

}  // namespace
}  // namespace mapigate::oxcnotif
