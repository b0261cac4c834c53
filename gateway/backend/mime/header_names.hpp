#pragma once

#include <string_view>

namespace mapigate::mime {

// Header fields that properties of their own stand for, or that describe the structure of a message.
enum class KnownField {
  none,
  from,
  sender,
  to,
  cc,
  bcc,
  reply_to,
  subject,
  date,
  received,
  message_id,
  in_reply_to,
  references,
  importance,
  priority,
  x_priority,
  x_msmail_priority,
  sensitivity,
  thread_topic,
  thread_index,
  disposition_notification_to,
  return_receipt_to,
  reply_by,
  expires,
  keywords,
  list_help,
  list_subscribe,
  list_unsubscribe,
  auto_response_suppress,
  message_flag,
  classified,
  classification,
  classification_description,
  classification_guid,
  classification_keep,
  content_class,
  content_id,
  content_location,
  structure,  // MIME-Version and the other fields that begin with "Content-"
  trace,      // what each server adds on the way; no named properties are made of it
};

KnownField known_field(std::string_view name);

// [MS-OXCMAIL] sections 2.1.3.2.19 and 2.2.3.2.28: what only servers of one organization may say to each
// other.
bool is_reserved_name(std::string_view name);

}  // namespace mapigate::mime
