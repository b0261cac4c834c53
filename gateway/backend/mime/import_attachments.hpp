#pragma once

#include <set>
#include <string>

#include "gateway/backend/mime/body_parts.hpp"
#include "gateway/backend/mime/import_context.hpp"

namespace mapigate::mime {

// Attachments by value, PidTagAttachMethod ([MS-OXCMSG] section 2.2.2.9).
inline constexpr std::int32_t attached_by_value = 1;
inline constexpr std::int32_t attached_message = 5;
inline constexpr std::int32_t rendered_in_body = 4;  // PidTagAttachFlags, [MS-OXCMSG] section 2.2.2.18

// Appends one more attachment with what every one has.
store::Attachment& add_attachment(store::Content& content, std::int32_t method);
// Sets the names of a file, which is not empty.
void set_file_name(store::Properties& properties, const std::u16string& name);

// A part as an attachment, [MS-OXCMAIL] section 2.2.3.4. `content_ids` are those that the HTML text refers
// to.
store::StoreResult<void> import_attachment(const ImportContext& context, const AttachedPart& attached,
                                           const std::set<std::string>& content_ids, store::Content& content);

// The bytes of the source in `range` as a file attachment of type message/rfc822.
store::StoreResult<void> attach_message_bytes(const ImportContext& context, Range range,
                                              store::Content& content);

}  // namespace mapigate::mime
