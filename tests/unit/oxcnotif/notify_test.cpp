#include "protocol/oxcnotif/notify.hpp"

#include <gmock/gmock.h>

#include "protocol/oxcnotif/table_row.hpp"
#include "tests/unit/oxcrops/rop_vector.hpp"

namespace mapigate::oxcnotif {
namespace {

using oxcdata::FolderId;
using oxcdata::MessageId;
using oxcdata::property_tag;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using wire::Bytes;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;

template <class Id>
Id id(wire::u64 counter) {
  return oxcdata::make_id<Id>(1, oxcdata::global_counter(counter));
}
const auto folder = id<FolderId>(0x11);
const auto message = id<MessageId>(0x22);
const auto parent = id<FolderId>(0x33);
const auto old_folder = id<FolderId>(0x44);
const auto old_message = id<MessageId>(0x55);
const auto old_parent = id<FolderId>(0x66);

const std::vector<PropertyTag> tags{property_tag(0x0037, PropertyType::string),
                                    property_tag(0x0017, PropertyType::integer32)};

NotificationData notification(const std::string& vector) {
  const auto bytes = hex_vector("MS-OXCNOTIF/2.2.1.4.1.2-" + vector + ".hex");
  const auto [head, response] =
      oxcrops::expect_rop<oxcrops::BareHead, NotifyResponse>(bytes, {}, std::source_location::current());
  EXPECT_EQ(response.notification_handle, 10u) << vector;
  EXPECT_EQ(response.logon_id, 1) << vector;
  return response.notification_data;
}

// What is expected has nothing in the fields that are not there.
NotificationData of(NotificationType type, wire::u16 flags = 0) {
  NotificationData data;
  data.notification_flags = static_cast<wire::u16>(static_cast<wire::u16>(type) | flags);
  return data;
}
NotificationData of_folder(NotificationType type, wire::u16 flags = 0) {
  auto data = of(type, flags);
  data.folder_id = folder;
  return data;
}
NotificationData of_message(NotificationType type, wire::u16 flags = 0) {
  auto data = of_folder(type, flags | NotificationData::flag_message);
  data.message_id = message;
  return data;
}

TEST(Notify, NewMail) {
  auto expected = of_message(NotificationType::new_mail);
  expected.message_flags = 1;
  expected.message_class = oxcdata::String8{"IPM.Note"};
  EXPECT_EQ(notification("new-mail"), expected);

  expected = of_message(NotificationType::new_mail);
  expected.message_class = u"IPM";
  EXPECT_EQ(notification("new-mail-unicode"), expected);
  EXPECT_EQ(expected.type(), NotificationType::new_mail);
}

TEST(Notify, ObjectCreated) {
  auto expected = of_folder(NotificationType::object_created);
  expected.parent_folder_id = parent;
  expected.tag_count = 2;
  expected.tags = tags;
  EXPECT_EQ(notification("folder-created"), expected);

  expected = of_message(NotificationType::object_created);
  expected.tag_count = NotificationData::unknown_tags;
  EXPECT_EQ(notification("message-created"), expected);

  expected = of_message(NotificationType::object_created, NotificationData::flag_search_folder);
  expected.parent_folder_id = parent;
  EXPECT_EQ(notification("search-folder-message-created"), expected);
}

TEST(Notify, ObjectDeleted) {
  auto expected = of_folder(NotificationType::object_deleted);
  expected.parent_folder_id = parent;
  EXPECT_EQ(notification("folder-deleted"), expected);

  EXPECT_EQ(notification("message-deleted"), of_message(NotificationType::object_deleted));

  expected = of_message(NotificationType::object_deleted, NotificationData::flag_search_folder);
  expected.parent_folder_id = parent;
  EXPECT_EQ(notification("search-folder-message-deleted"), expected);
}

TEST(Notify, ObjectModified) {
  auto expected = of_folder(NotificationType::object_modified,
                            NotificationData::flag_total_messages | NotificationData::flag_unread_messages);
  expected.tag_count = 2;
  expected.tags = tags;
  expected.total_message_count = 7;
  expected.unread_message_count = 3;
  EXPECT_EQ(notification("folder-modified"), expected);
  EXPECT_EQ(notification("message-modified"), of_message(NotificationType::object_modified));
}

TEST(Notify, ObjectMovedOrCopied) {
  for (const auto& [type, what] : {std::pair(NotificationType::object_moved, "moved"),
                                   std::pair(NotificationType::object_copied, "copied")}) {
    auto expected = of_folder(type);
    expected.parent_folder_id = parent;
    expected.old_folder_id = old_folder;
    expected.old_parent_folder_id = old_parent;
    EXPECT_EQ(notification(std::string("folder-") + what), expected);

    expected = of_message(type);
    expected.old_folder_id = old_folder;
    expected.old_message_id = old_message;
    EXPECT_EQ(notification(std::string("message-") + what), expected);
  }
}

TEST(Notify, SearchCompleted) {
  EXPECT_EQ(notification("search-completed"), of_folder(NotificationType::search_completed));
}

NotificationData of_table(TableEventType event, wire::u16 flags = 0) {
  auto data = of(NotificationType::table_modified, flags);
  data.table_event_type = event;
  return data;
}

TEST(Notify, Table) {
  EXPECT_EQ(notification("table-changed"), of_table(TableEventType::table_changed));
  EXPECT_EQ(notification("contents-table-changed"),
            of_table(TableEventType::table_changed, NotificationData::flag_message));
  EXPECT_EQ(notification("table-restriction-changed"),
            of_table(TableEventType::restriction_changed, NotificationData::flag_message));
}

const Bytes row_data = from_hex("00 61 00 00 00");

TEST(Notify, RowsOfAHierarchyTable) {
  auto expected = of_table(TableEventType::row_deleted);
  expected.table_row_folder_id = folder;
  EXPECT_EQ(notification("hierarchy-row-deleted"), expected);

  expected.insert_after_table_row_folder_id = id<FolderId>(0x77);
  expected.table_row_data = row_data;
  expected.table_event_type = TableEventType::row_added;
  EXPECT_EQ(notification("hierarchy-row-added"), expected);
  expected.table_event_type = TableEventType::row_modified;
  EXPECT_EQ(notification("hierarchy-row-modified"), expected);
}

TEST(Notify, RowsOfAContentsTable) {
  auto expected = of_table(TableEventType::row_deleted, NotificationData::flag_message);
  expected.table_row_folder_id = folder;
  expected.table_row_message_id = message;
  expected.table_row_instance = 1;
  EXPECT_EQ(notification("contents-row-deleted"), expected);

  expected.insert_after_table_row_folder_id = id<FolderId>(0x77);
  expected.insert_after_table_row_id = id<MessageId>(0x88);
  expected.insert_after_table_row_instance = 2;
  expected.table_row_data = row_data;
  expected.table_event_type = TableEventType::row_added;
  EXPECT_EQ(notification("contents-row-added"), expected);
  expected.table_event_type = TableEventType::row_modified;
  expected.notification_flags |= NotificationData::flag_search_folder;
  EXPECT_EQ(notification("contents-row-modified"), expected);
}

TEST(Notify, RowItself) {
  const std::vector<PropertyTag> columns{tags.front()};
  const auto row = parse_table_row(row_data, columns);
  ASSERT_TRUE(row) << to_string(row.error());
  EXPECT_EQ(*row, (oxcdata::PropertyRow{{std::u16string(u"a")}, false}));
  EXPECT_EQ(serialize_table_row(*row, columns).value(), row_data);

  EXPECT_EQ(parse_table_row(row_data, {}).error().fault, Fault::trailing);
  EXPECT_EQ(parse_table_row(row_data, tags).error().fault, Fault::truncated);
  EXPECT_EQ(serialize_table_row(*row, tags).error().fault, Fault::invalid);
}

TEST(Notify, Reserved) { EXPECT_EQ(notification("extended"), of(NotificationType::extended)); }

// One type, and one of the table: what follows another one nobody knows.
TEST(Notify, UnknownTypes) {
  for (const auto* text : {"00 00", "01 00", "06 00", "00 02", "00 08", "0C 80"}) {
    EXPECT_EQ(wire::parse<NotificationData>(from_hex(text)).error().fault, Fault::invalid) << text;
  }
}

TEST(Notify, CountsWithoutTheirElements) {
  EXPECT_EQ(wire::parse<NotificationData>(from_hex("10 00 01 00 00 00 00 00 00 11 FE FF 1F 00 37 00"))
                .error()
                .fault,
            Fault::truncated);
  auto data = of_folder(NotificationType::object_modified);
  data.tags = tags;
  EXPECT_EQ(wire::serialize(data).error().fault, Fault::invalid);
  data.tag_count = NotificationData::unknown_tags;
  EXPECT_EQ(wire::serialize(data).error().fault, Fault::invalid);
  data.tag_count = 2;
  EXPECT_TRUE(wire::serialize(data));
}

TEST(Notify, Pending) {
  const auto response =
      oxcrops::expect_rop<oxcrops::BareHead, PendingResponse>(
          hex_vector("MS-OXCROPS/2.2.14.3.1-pending-response.hex"), {}, std::source_location::current())
          .body;
  EXPECT_EQ(response.session_index, 0x1234);
}

}  // namespace
}  // namespace mapigate::oxcnotif
