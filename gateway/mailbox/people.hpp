#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/directory/directory.hpp"
#include "gateway/store/message_record.hpp"
#include "protocol/oxprops/property_tags.hpp"

// The people of a message: who has sent it, for whom, and who gets it.

namespace mapigate::mailbox {

struct Person {
  std::u16string name;
  std::string address_type;   // "EX" or "SMTP"
  std::string email_address;  // of that type
  std::string smtp_address;
  wire::Bytes entry_id;
  wire::Bytes search_key;  // protocol/oxomsg/search_key.hpp
};
Person person_of(const directory::User& user);
// Of somebody who is in no directory; `name` may be empty.
Person person_of(std::string_view smtp_address, std::u16string_view name);

// The properties that say who somebody is.
struct PersonTags {
  oxcdata::PropertyTag name, address_type, email_address, smtp_address, entry_id, search_key;
};
// [MS-OXOMSG] sections 2.2.1.48 to 2.2.1.53: the one who sends.
inline constexpr PersonTags sender_tags{
    oxprops::pid_tag_sender_name,          oxprops::pid_tag_sender_address_type,
    oxprops::pid_tag_sender_email_address, oxprops::pid_tag_sender_smtp_address,
    oxprops::pid_tag_sender_entry_id,      oxprops::pid_tag_sender_search_key};
// Sections 2.2.1.54 to 2.2.1.59: the one in whose name it is sent.
inline constexpr PersonTags represented_tags{
    oxprops::pid_tag_sent_representing_name,          oxprops::pid_tag_sent_representing_address_type,
    oxprops::pid_tag_sent_representing_email_address, oxprops::pid_tag_sent_representing_smtp_address,
    oxprops::pid_tag_sent_representing_entry_id,      oxprops::pid_tag_sent_representing_search_key};
// Sections 2.2.1.37 to 2.2.1.42: the one in whose mailbox it is.
inline constexpr PersonTags received_by_tags{
    oxprops::pid_tag_received_by_name,          oxprops::pid_tag_received_by_address_type,
    oxprops::pid_tag_received_by_email_address, oxprops::pid_tag_received_by_smtp_address,
    oxprops::pid_tag_received_by_entry_id,      oxprops::pid_tag_received_by_search_key};
// Sections 2.2.1.23 to 2.2.1.28: the one for whom that one has got it.
inline constexpr PersonTags received_for_tags{
    oxprops::pid_tag_received_representing_name,          oxprops::pid_tag_received_representing_address_type,
    oxprops::pid_tag_received_representing_email_address, oxprops::pid_tag_received_representing_smtp_address,
    oxprops::pid_tag_received_representing_entry_id,      oxprops::pid_tag_received_representing_search_key};
// Where a read receipt goes, if not to the one who is represented.
inline constexpr PersonTags read_receipt_tags{
    oxprops::pid_tag_read_receipt_name,          oxprops::pid_tag_read_receipt_address_type,
    oxprops::pid_tag_read_receipt_email_address, oxprops::pid_tag_read_receipt_smtp_address,
    oxprops::pid_tag_read_receipt_entry_id,      oxprops::pid_tag_read_receipt_search_key};
// Of a recipient.
inline constexpr PersonTags recipient_tags{oxprops::pid_tag_display_name,  oxprops::pid_tag_address_type,
                                           oxprops::pid_tag_email_address, oxprops::pid_tag_smtp_address,
                                           oxprops::pid_tag_entry_id,      oxprops::pid_tag_search_key};

void set_person(store::Properties& properties, const PersonTags& tags, const Person& person);
void erase_person(store::Properties& properties, const PersonTags& tags);
bool has_person(const store::Properties& properties, const PersonTags& tags);
// `type`: recipient_to, recipient_cc or recipient_bcc. With a row id of 0: see number_recipients().
store::Recipient recipient_of(const Person& person, std::uint8_t type);

// An address that mail can be sent to.
struct Address {
  directory::UserPtr user;   // whose mailbox is here; null: somewhere else
  std::string smtp_address;  // canonical
};
// Of a text; nothing where it is no address.
std::optional<Address> address_of(std::string_view smtp_address, const directory::Directory& directory);
// Of the person whom these properties name; nothing where they name none that can be reached. Looked at are
// the name in the directory, the SMTP address and the EntryID.
std::optional<Address> address_in(const store::Properties& properties, const PersonTags& tags,
                                  const directory::Directory& directory);
// The person there, with what is missing made of the rest; nothing where there is no address.
std::optional<Person> person_in(const store::Properties& properties, const PersonTags& tags,
                                const directory::Directory& directory);

}  // namespace mapigate::mailbox
