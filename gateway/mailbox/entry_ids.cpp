#include "gateway/mailbox/entry_ids.hpp"

#include <fmt/core.h>

#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxcfxics/predecessor_change_list.hpp"
#include "protocol/oxcfxics/xid.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

namespace {

using oxcdata::LongTermId;
using oxcdata::StoreObjectType;

// Section 2.2.3: of folders and messages.
wire::Guid provider_uid(const Mailbox& mailbox) {
  return mailbox.is_public() ? oxcdata::provider_uid::public_store : mailbox.identity().mailbox_guid;
}

LongTermId long_term_id(const Mailbox& mailbox, std::uint64_t number) {
  return {mailbox.identity().replica_guid, oxcdata::global_counter(number)};
}

// What is written here always fits its description.
template <class T>
wire::Bytes bytes_of(const T& value) {
  return wire::serialize(value).value();
}

wire::Bytes bytes_of(const wire::Guid& guid) { return {guid.bytes.begin(), guid.bytes.end()}; }

oxcfxics::Xid xid(const Mailbox& mailbox, std::uint64_t number) {
  return {mailbox.identity().replica_guid, oxcdata::global_counter(number)};
}

std::optional<std::uint64_t> number_in(const Mailbox& mailbox, const LongTermId& id) {
  const std::uint64_t number = oxcdata::to_number(id.counter);
  if (id.database_guid != mailbox.identity().replica_guid || number == 0) return std::nullopt;
  return number;
}

}  // namespace

wire::Bytes folder_entry_id(const Mailbox& mailbox, FolderNumber folder) {
  const auto type = mailbox.is_public() ? StoreObjectType::public_folder : StoreObjectType::private_folder;
  return bytes_of(oxcdata::FolderEntryId{provider_uid(mailbox), type, long_term_id(mailbox, folder)});
}

wire::Bytes message_entry_id(const Mailbox& mailbox, FolderNumber folder, MessageNumber message) {
  const auto type = mailbox.is_public() ? StoreObjectType::public_message : StoreObjectType::private_message;
  return bytes_of(oxcdata::MessageEntryId{provider_uid(mailbox), type, long_term_id(mailbox, folder),
                                          long_term_id(mailbox, message)});
}

wire::Bytes store_entry_id(const Mailbox& mailbox) {
  // The name of a server is the MailboxId that the URLs of Autodiscover carry: wherever the mailbox is, it is
  // found by that.
  oxcdata::StoreEntryId id;
  id.server_shortname = fmt::format("{}@{}", mailbox.identity().mailbox_guid.text(), mailbox.owner().domain);
  if (mailbox.is_public()) {
    id.wrapped_provider_uid = oxcdata::provider_uid::public_store_object;
    id.wrapped_type = oxcdata::StoreEntryId::public_type;
  } else {
    id.mailbox_dn = mailbox.owner().legacy_dn;
  }
  return bytes_of(id);
}

wire::Bytes store_record_key(const Mailbox& mailbox) { return bytes_of(mailbox.identity().mailbox_guid); }

// The ids of named properties are those of the mailbox, and never given to another name.
wire::Bytes mapping_signature(const Mailbox& mailbox) { return bytes_of(mailbox.identity().mailbox_guid); }

wire::Bytes source_key(const Mailbox& mailbox, std::uint64_t number) {
  return bytes_of(xid(mailbox, number));
}

wire::Bytes change_key(const Mailbox& mailbox, const store::Version& version) {
  return version.change_key.empty() ? bytes_of(xid(mailbox, version.change_number)) : version.change_key;
}

wire::Bytes predecessor_change_list(const Mailbox& mailbox, const store::Version& version) {
  if (!version.predecessor_change_list.empty()) return version.predecessor_change_list;
  const auto given = wire::parse<oxcfxics::Xid>(version.change_key);
  oxcfxics::PredecessorChangeList list;
  list.add(given ? *given : xid(mailbox, version.change_number));
  return bytes_of(list);
}

wire::Bytes address_book_entry_id(std::string_view legacy_dn) {
  return bytes_of(oxcdata::AddressBookEntryId{oxcdata::AddressBookEntryType::local_mail_user,
                                              std::string(legacy_dn.substr(0, legacy_dn.find('\0')))});
}

std::optional<FolderNumber> folder_of_entry_id(const Mailbox& mailbox, wire::ByteView entry_id) {
  const auto id = wire::parse<oxcdata::FolderEntryId>(entry_id);
  if (!id || id->provider_uid != provider_uid(mailbox)) return std::nullopt;
  return number_in(mailbox, id->folder);
}

std::optional<MessageNumber> message_of_entry_id(const Mailbox& mailbox, wire::ByteView entry_id) {
  const auto id = wire::parse<oxcdata::MessageEntryId>(entry_id);
  if (!id || id->provider_uid != provider_uid(mailbox)) return std::nullopt;
  return number_in(mailbox, id->message);
}

}  // namespace mapigate::mailbox
