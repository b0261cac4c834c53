#include "gateway/backend/mime/addresses.hpp"

#include <variant>

#include "gateway/backend/mime/address_split.hpp"
#include "gateway/backend/mime/encoded_words.hpp"
#include "gateway/backend/mime/gmime.hpp"
#include "gateway/backend/mime/header_fields.hpp"
#include "gateway/backend/mime/values.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxcdata/flat_entry_list.hpp"
#include "protocol/oxomsg/search_key.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/utf16.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mime {

namespace {

constexpr std::size_t longest_text = 4096;

void collect(InternetAddressList* list, std::size_t limit, std::vector<Address>& addresses) {
  const int count = internet_address_list_length(list);
  for (int i = 0; i < count && addresses.size() < limit; ++i) {
    InternetAddress* entry = internet_address_list_get_address(list, i);
    if (INTERNET_ADDRESS_IS_GROUP(entry)) {
      collect(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(entry)), limit, addresses);
      continue;
    }
    const char* name = internet_address_get_name(entry);
    const char* email = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(entry));
    Address address{wire::to_utf16(name ? name : ""), std::string(trimmed(email ? email : ""))};
    if (!address.name.empty() || !address.email.empty()) addresses.push_back(std::move(address));
  }
}

std::u16string shown_name(const Address& address) {
  return address.name.empty() ? wire::to_utf16(address.email) : address.name;
}

wire::Bytes one_off_entry_id(const Address& address) {
  oxcdata::OneOffEntryId entry_id;
  entry_id.mime = true;
  entry_id.unicode = true;
  entry_id.display_name = shown_name(address);
  entry_id.address_type = std::u16string(u"SMTP");
  entry_id.email_address = wire::to_utf16(address.email);
  auto bytes = wire::serialize(entry_id);
  return bytes ? std::move(*bytes) : wire::Bytes();
}

std::u16string text(const store::Properties& properties, oxcdata::PropertyTag tag) {
  auto value = text_of(properties, tag, longest_text);
  return value ? std::move(*value) : std::u16string();
}

std::u16string text(const oxcdata::Text& value) {
  const auto* unicode = std::get_if<std::u16string>(&value);
  return unicode ? *unicode : wire::to_utf16(std::get<oxcdata::String8>(value).bytes);
}

// Of a one-off entry id whose address type is SMTP; an empty address for others.
Address address_in(wire::ByteView entry_id) {
  const auto parsed = wire::parse<oxcdata::OneOffEntryId>(entry_id);
  if (!parsed || !equal_ignoring_case(wire::to_utf8(text(parsed->address_type)), "SMTP")) return {};
  return {text(parsed->display_name), wire::to_utf8(text(parsed->email_address))};
}

}  // namespace

using namespace oxprops;

const AddressGroup sender_group{pid_tag_sender_name,          pid_tag_sender_address_type,
                                pid_tag_sender_email_address, pid_tag_sender_smtp_address,
                                pid_tag_sender_entry_id,      pid_tag_sender_search_key};
const AddressGroup sent_representing_group{
    pid_tag_sent_representing_name,          pid_tag_sent_representing_address_type,
    pid_tag_sent_representing_email_address, pid_tag_sent_representing_smtp_address,
    pid_tag_sent_representing_entry_id,      pid_tag_sent_representing_search_key};
const AddressGroup read_receipt_group{pid_tag_read_receipt_name,          pid_tag_read_receipt_address_type,
                                      pid_tag_read_receipt_email_address, pid_tag_read_receipt_smtp_address,
                                      pid_tag_read_receipt_entry_id,      pid_tag_read_receipt_search_key};
const AddressGroup received_representing_group{
    pid_tag_received_representing_name,          pid_tag_received_representing_address_type,
    pid_tag_received_representing_email_address, pid_tag_received_representing_smtp_address,
    pid_tag_received_representing_entry_id,      pid_tag_received_representing_search_key};
const AddressGroup received_by_group{pid_tag_received_by_name,          pid_tag_received_by_address_type,
                                     pid_tag_received_by_email_address, pid_tag_received_by_smtp_address,
                                     pid_tag_received_by_entry_id,      pid_tag_received_by_search_key};
const AddressGroup recipient_group{pid_tag_display_name, pid_tag_address_type, pid_tag_email_address,
                                   pid_tag_smtp_address, pid_tag_entry_id,     pid_tag_search_key};

std::vector<Address> parse_addresses(const std::string& unfolded_value, std::size_t limit) {
  constexpr std::size_t longest = 4096;
  std::vector<Address> addresses;
  const auto value = clean_words(unfolded_value);
  for (const auto piece : split_addresses(value)) {
    if (addresses.size() >= limit) break;
    const std::string text(piece.substr(0, longest));
    const Object<InternetAddressList> list(internet_address_list_parse(nullptr, text.c_str()));
    if (list) {
      collect(list.get(), limit, addresses);
    } else {
      addresses.push_back({decoded_text(text), {}});
    }
  }
  return addresses;
}

void set_address(store::Properties& properties, const AddressGroup& group, const Address& address) {
  properties.set(group.name, shown_name(address));
  if (address.email.empty()) return;
  const auto email = wire::to_utf16(address.email);
  properties.set(group.address_type, std::u16string(u"SMTP"));
  properties.set(group.email_address, email);
  properties.set(group.smtp_address, email);
  properties.set(group.entry_id, one_off_entry_id(address));
  properties.set(group.search_key, oxomsg::search_key("SMTP", address.email));
}

Address address_of(const store::Properties& properties, const AddressGroup& group) {
  Address address{text(properties, group.name), {}};
  const auto smtp = text(properties, group.smtp_address);
  if (!smtp.empty()) {
    address.email = wire::to_utf8(smtp);
  } else if (equal_ignoring_case(wire::to_utf8(text(properties, group.address_type)), "SMTP")) {
    address.email = wire::to_utf8(text(properties, group.email_address));
  }
  if (const auto* entry_id = properties.get<wire::Bytes>(group.entry_id); entry_id && address.email.empty()) {
    const auto found = address_in(*entry_id);
    address.email = found.email;
    if (address.name.empty()) address.name = found.name;
  }
  return address;
}

void set_reply_to(store::Properties& properties, const std::vector<Address>& addresses) {
  oxcdata::FlatEntryList list;
  std::u16string names;
  for (const Address& address : addresses) {
    if (address.email.empty()) continue;
    list.entry_ids.push_back(one_off_entry_id(address));
    if (!names.empty()) names += u';';  // [MS-OXOMSG] section 2.2.1.44
    auto name = shown_name(address);
    std::erase(name, u';');
    names += name;
  }
  auto entries = wire::serialize(list);
  if (list.entry_ids.empty() || !entries) return;
  properties.set(pid_tag_reply_recipient_entries, std::move(*entries));
  properties.set(pid_tag_reply_recipient_names, std::move(names));
}

std::vector<Address> reply_to_of(const store::Properties& properties) {
  constexpr std::size_t longest = std::size_t{1} << 20;
  std::vector<Address> addresses;
  const auto bytes = bytes_of(properties, pid_tag_reply_recipient_entries, longest);
  if (!bytes || bytes->empty()) return addresses;
  const auto list = wire::parse<oxcdata::FlatEntryList>(
      {reinterpret_cast<const std::uint8_t*>(bytes->data()), bytes->size()});
  if (!list) return addresses;
  for (const auto& entry_id : list->entry_ids) {
    if (auto address = address_in(entry_id); !address.email.empty()) addresses.push_back(std::move(address));
  }
  return addresses;
}

}  // namespace mapigate::mime
