#pragma once

#include "gateway/mailbox/mailbox.hpp"
#include "protocol/wire/bytes.hpp"

// The identifiers of a mailbox's objects as properties hold them ([MS-OXCDATA] section 2.2.4, [MS-OXCPRPT]
// section 2.2.1): bytes.

namespace mapigate::mailbox {

wire::Bytes folder_entry_id(const Mailbox& mailbox, FolderNumber folder);
wire::Bytes message_entry_id(const Mailbox& mailbox, FolderNumber folder, MessageNumber message);
// The store's own EntryID (PidTagStoreEntryId) and record key.
wire::Bytes store_entry_id(const Mailbox& mailbox);
wire::Bytes store_record_key(const Mailbox& mailbox);
wire::Bytes mapping_signature(const Mailbox& mailbox);
// PidTagSourceKey and PidTagChangeKey: GUID of the replica and the counter, [MS-OXCFXICS] section 2.2.1.2.
wire::Bytes source_key(const Mailbox& mailbox, std::uint64_t number);
wire::Bytes change_key(const Mailbox& mailbox, const store::Version& version);
wire::Bytes predecessor_change_list(const Mailbox& mailbox, const store::Version& version);
// The address book EntryID of a user ([MS-OXCDATA] section 2.2.5.2).
wire::Bytes address_book_entry_id(std::string_view legacy_dn);
// The number where the EntryID is one of a folder, or message, of this mailbox.
std::optional<FolderNumber> folder_of_entry_id(const Mailbox& mailbox, wire::ByteView entry_id);
std::optional<MessageNumber> message_of_entry_id(const Mailbox& mailbox, wire::ByteView entry_id);

}  // namespace mapigate::mailbox
