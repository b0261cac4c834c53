#pragma once

#include "gateway/store/message_record.hpp"

namespace mapigate::mailbox {

// What contents tables are sorted by without reading the properties; `content` is complete
// (message_write.hpp).
store::MessageColumns message_columns(const store::Content& content);

// PidTagHasAttachments ([MS-OXCMSG] section 2.2.1.2). Attachments that a client hides from people, pictures
// of a body as a rule, do not count, as in Exchange.
bool has_visible_attachments(const std::vector<store::Attachment>& attachments);

// The key of PidTagMessageClass: ASCII letters in lower case.
std::string message_class_key(std::u16string_view message_class);

}  // namespace mapigate::mailbox
