#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/store/message_record.hpp"
#include "protocol/oxcdata/property_name.hpp"

// From messages to mail: properties to RFC 5322 and MIME, [MS-OXCMAIL] section 2.1.

namespace mapigate::mime {

// The name of a named property of the mailbox that the message is in; nothing where it has none.
using PropertyNames = std::function<std::optional<oxcdata::PropertyName>(std::uint16_t id)>;

// Takes the mail piece by piece, in order. A failure ends the export.
using Sink = std::function<store::StoreResult<void>(std::string_view)>;

struct ExportOptions {
  // Write the blind copy recipients too, also of messages within this one: for the sender's own copy, never
  // for what is sent to others ([MS-OXCMAIL] section 2.1.3.1.1.2).
  bool bcc = false;
  // Write the header fields of PidTagTransportMessageHeaders that no property stands for, such as Received
  // and DKIM-Signature: for a message that is moved elsewhere, not for one that is sent.
  bool transport_headers = false;
  // Message-ID with its angle brackets, of a message that has none. Empty: none is written.
  std::string message_id;
  // Of a message without PidTagClientSubmitTime. 0: no Date is written.
  store::Time date = 0;
};

// Writes a message: lines that end with CRLF and have at most 998 bytes, all of them ASCII. Recipients and
// senders need PidTagSmtpAddress, or the address type SMTP, or a one-off entry id; others are left out. Of
// embedded messages at most 100 are written within one another.
//
// Signed and encrypted messages ([MS-OXOSMIME]) are written byte for byte as they were. Of an RTF text the
// HTML or the text in it is written.
store::StoreResult<void> to_mime(const store::Content& content, const PropertyNames& property_names,
                                 const ExportOptions& options, const Sink& sink);

}  // namespace mapigate::mime
