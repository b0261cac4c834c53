#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "gateway/store/message_record.hpp"
#include "protocol/oxcdata/property_name.hpp"

// From mail to messages: RFC 5322 and MIME to properties, [MS-OXCMAIL] section 2.2.

namespace mapigate::mime {

// The id of a named property in the mailbox that the message is for, which registers the name if need be. 0
// where that cannot be; then the message goes without that property.
using PropertyIds = std::function<std::uint16_t(const oxcdata::PropertyName&)>;

struct ImportOptions {
  // Where values beyond 64 KB lie while they are made, in unnamed files. Must exist.
  std::filesystem::path spool_folder;
  // PidTagMessageDeliveryTime and PidTagClientSubmitTime of a message that says no time itself. 0: it has
  // none.
  store::Time received = 0;
  // What text is in whose charset is missing or wrong, where it is not UTF-8.
  std::uint32_t default_code_page = 1252;
  // Messages within messages; deeper ones become attachments with the bytes of the message (.eml).
  std::size_t max_embedding_depth = 30;
  // Header fields that have no property of their own become named ones of PS_INTERNET_HEADERS, the first so
  // many. All of them are in PidTagTransportMessageHeaders in any case.
  std::size_t max_named_headers = 40;
  std::size_t max_recipients = 5000;   // further ones are only in PidTagTransportMessageHeaders
  std::size_t max_attachments = 1000;  // with more of them the message is kept whole, see below
};

// The message that `source` holds, which may be a file (file_source.hpp) or memory (store::memory_value), and
// is not read into memory as a whole. Lines may end with CRLF, LF or CR.
//
// Every sequence of bytes is a message: what is malformed is understood as far as it can be and otherwise
// kept as text or as an attachment, never dropped. Where a message is beyond all limits (1 MB of header,
// 10,000 parts), its only attachment is the message itself (message/rfc822).
//
// What is set is what the message says: not what depends on the folder, on who reads it or on the directory,
// and nothing that can be computed of it (PidTagDisplayTo, PidTagHasAttachments, PidTagSubject, one form of
// the text of another). The attachments winmail.dat (TNEF), text/calendar and vCards stay files. Signed and
// encrypted messages are kept as [MS-OXOSMIME] says, byte for byte.
//
// Fails only where the source cannot be read or the spool folder cannot be written.
store::StoreResult<store::Content> to_content(const store::LargeValue& source, const ImportOptions& options,
                                              const PropertyIds& property_ids);

}  // namespace mapigate::mime
