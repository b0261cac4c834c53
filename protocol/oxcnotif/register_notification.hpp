#pragma once

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcnotif/notification_type.hpp"
#include "protocol/oxcrops/rop.hpp"

namespace mapigate::oxcnotif {

// MS-OXCROPS section 2.2.14.1.1; MS-OXCNOTIF section 2.2.1.2.1.1.
struct RegisterNotificationRequest {
  static constexpr oxcrops::RopId id = oxcrops::RopId::register_notification;

  wire::u8 output_handle_index = 0;
  wire::u16 notification_types = 0;  // of NotificationType, any of them
  bool want_whole_store = false;
  oxcdata::FolderId folder_id{};    // not of the whole store
  oxcdata::MessageId message_id{};  // the same; 0 for the folder itself

  bool wants(NotificationType type) const { return (notification_types & static_cast<wire::u16>(type)) != 0; }

  bool operator==(const RegisterNotificationRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("NotificationTypes", self.notification_types);
    archive("Reserved", wire::when(self.wants(NotificationType::extended), wire::reserved(1)));
    archive("WantWholeStore", self.want_whole_store);
    archive("FolderId", wire::when(!self.want_whole_store, self.folder_id));
    archive("MessageId", wire::when(!self.want_whole_store, self.message_id));
  }
};

// MS-OXCROPS section 2.2.14.1.2.
using RegisterNotificationResponse = oxcrops::PlainResponse<oxcrops::RopId::register_notification>;

}  // namespace mapigate::oxcnotif
