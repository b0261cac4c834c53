#pragma once

#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcdata/text.hpp"
#include "protocol/oxcnotif/notification_type.hpp"
#include "protocol/oxcrops/rop.hpp"

// What the server tells without having been asked: MS-OXCROPS sections 2.2.14.2 and 2.2.14.3.

namespace mapigate::oxcnotif {

// MS-OXCNOTIF section 2.2.1.4.1.2. Which of the fields there are is said by NotificationFlags and
// TableEventType; the others keep the values that they have.
struct NotificationData {
  // Of notification_flags: the type in the low twelve bits, and
  static constexpr wire::u16 type_mask = 0x0FFF;
  static constexpr wire::u16 flag_total_messages = 0x1000;   // T: total_message_count is there
  static constexpr wire::u16 flag_unread_messages = 0x2000;  // U: unread_message_count is there
  static constexpr wire::u16 flag_search_folder = 0x4000;    // S: in a search folder; only with flag_message
  static constexpr wire::u16 flag_message = 0x8000;          // M: of a message, not of a folder
  static constexpr wire::u16 unknown_tags = 0xFFFF;          // of tag_count: there are no tags

  wire::u16 notification_flags = 0;

  // NotificationType::table_modified.
  TableEventType table_event_type{};
  oxcdata::FolderId table_row_folder_id{};
  oxcdata::MessageId table_row_message_id{};
  wire::u32 table_row_instance = 0;
  // The row after which the row is now; all 0 for the first.
  oxcdata::FolderId insert_after_table_row_folder_id{};
  oxcdata::MessageId insert_after_table_row_id{};
  wire::u32 insert_after_table_row_instance = 0;
  // A PropertyRow with the columns of the table that NotificationHandle names (table_row.hpp).
  wire::Bytes table_row_data;

  // The other types. The old ids are those of before a move, or those of what was copied.
  oxcdata::FolderId folder_id{};
  oxcdata::MessageId message_id{};
  oxcdata::FolderId parent_folder_id{};
  oxcdata::FolderId old_folder_id{};
  oxcdata::MessageId old_message_id{};
  oxcdata::FolderId old_parent_folder_id{};
  wire::u16 tag_count = 0;  // of an object created or modified: those of its properties that changed
  std::vector<oxcdata::PropertyTag> tags;
  wire::u32 total_message_count = 0;
  wire::u32 unread_message_count = 0;

  // NotificationType::new_mail.
  wire::u32 message_flags = 0;  // PidTagMessageFlags
  oxcdata::Text message_class;

  NotificationType type() const { return static_cast<NotificationType>(notification_flags & type_mask); }
  bool has(wire::u16 flag) const { return (notification_flags & flag) != 0; }

  bool operator==(const NotificationData&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("NotificationFlags", self.notification_flags);
    const auto type = self.type();
    archive.check(known(type));
    const bool message = self.has(flag_message);
    const bool in_table = type == NotificationType::table_modified;
    if (in_table) {
      table_fields(self, message, archive);
    } else if (type != NotificationType::extended) {
      object_fields(self, type, message, archive);
    }
    archive("TotalMessageCount", wire::when(self.has(flag_total_messages), self.total_message_count));
    archive("UnreadMessageCount", wire::when(self.has(flag_unread_messages), self.unread_message_count));
    if (type != NotificationType::new_mail) return;
    archive("MessageFlags", self.message_flags);
    bool unicode = std::holds_alternative<std::u16string>(self.message_class);
    archive("UnicodeFlag", unicode);
    oxcdata::text_z(archive, "MessageClass", unicode, self.message_class);
  }

 private:
  static constexpr bool known(NotificationType type) {
    switch (type) {
      case NotificationType::new_mail:
      case NotificationType::object_created:
      case NotificationType::object_deleted:
      case NotificationType::object_modified:
      case NotificationType::object_moved:
      case NotificationType::object_copied:
      case NotificationType::search_completed:
      case NotificationType::table_modified:
      case NotificationType::extended:
        return true;
    }
    return false;
  }

  static void table_fields(auto& self, bool message, auto& archive) {
    archive("TableEventType", self.table_event_type);
    const bool placed = self.table_event_type == TableEventType::row_added ||
                        self.table_event_type == TableEventType::row_modified;
    const bool row = placed || self.table_event_type == TableEventType::row_deleted;
    archive("TableRowFolderID", wire::when(row, self.table_row_folder_id));
    archive("TableRowMessageID", wire::when(row && message, self.table_row_message_id));
    archive("TableRowInstance", wire::when(row && message, self.table_row_instance));
    archive("InsertAfterTableRowFolderID", wire::when(placed, self.insert_after_table_row_folder_id));
    archive("InsertAfterTableRowID", wire::when(placed && message, self.insert_after_table_row_id));
    archive("InsertAfterTableRowInstance",
            wire::when(placed && message, self.insert_after_table_row_instance));
    archive("TableRowData", wire::when(placed, wire::sized<wire::u16>(self.table_row_data)));
  }

  static void object_fields(auto& self, NotificationType type, bool message, auto& archive) {
    const bool created = type == NotificationType::object_created;
    const bool moved = type == NotificationType::object_moved || type == NotificationType::object_copied;
    const bool parent = created || moved || type == NotificationType::object_deleted;
    archive("FolderId", self.folder_id);
    archive("MessageId", wire::when(message, self.message_id));
    // Of a folder, and of a message in a search folder.
    archive("ParentFolderId",
            wire::when(parent && self.has(flag_search_folder) == message, self.parent_folder_id));
    archive("OldFolderId", wire::when(moved, self.old_folder_id));
    archive("OldMessageId", wire::when(moved && message, self.old_message_id));
    archive("OldParentFolderId", wire::when(moved && !message, self.old_parent_folder_id));
    const bool tagged = created || type == NotificationType::object_modified;
    archive("TagCount", wire::when(tagged, self.tag_count));
    const std::size_t tags = self.tag_count == unknown_tags ? 0 : self.tag_count;
    archive("Tags", wire::when(tagged, wire::repeated(tags, self.tags)));
  }
};

// MS-OXCROPS section 2.2.14.2.1.
struct NotifyResponse {
  static constexpr oxcrops::RopId id = oxcrops::RopId::notify;
  using Head = oxcrops::BareHead;

  wire::u32 notification_handle = 0;  // of the subscription, or of the table
  wire::u8 logon_id = 0;
  NotificationData notification_data;

  bool operator==(const NotifyResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("NotificationHandle", self.notification_handle);
    archive("LogonId", self.logon_id);
    archive("NotificationData", self.notification_data);
  }
};

// MS-OXCROPS section 2.2.14.3.1: there are more notifications than this buffer holds.
struct PendingResponse {
  static constexpr oxcrops::RopId id = oxcrops::RopId::pending;
  using Head = oxcrops::BareHead;

  wire::u16 session_index = 0;

  bool operator==(const PendingResponse&) const = default;
  static void fields(auto& self, auto& archive) { archive("SessionIndex", self.session_index); }
};

}  // namespace mapigate::oxcnotif
