#pragma once

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxcnotif {

// MS-OXCNOTIF section 2.2.1.1: what happened. A registration names any of them, a notification one.
enum class NotificationType : wire::u16 {
  new_mail = 0x0002,
  object_created = 0x0004,
  object_deleted = 0x0008,
  object_modified = 0x0010,
  object_moved = 0x0020,
  object_copied = 0x0040,
  search_completed = 0x0080,
  table_modified = 0x0100,
  extended = 0x0400,  // reserved
};

// MS-OXCNOTIF section 2.2.1.4.1.2: TableEventType.
enum class TableEventType : wire::u16 {
  table_changed = 0x0001,
  row_added = 0x0003,
  row_deleted = 0x0004,
  row_modified = 0x0005,
  restriction_changed = 0x0007,
};

}  // namespace mapigate::oxcnotif
