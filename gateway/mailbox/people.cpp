#include "gateway/mailbox/people.hpp"

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/entry_ids.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxomsg/search_key.hpp"
#include "protocol/wire/utf16.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using store::Properties;

namespace {

constexpr std::size_t max_text = 1024;
// [MS-OXCPRPT] section 2.2.1.7 and [MS-OXOABK] section 2.2.3.11.
constexpr std::int32_t object_type_mail_user = 6;
constexpr std::int32_t display_type_mail_user = 0;

std::string utf8_in(const Properties& properties, PropertyTag tag) {
  return wire::to_utf8(text_of(properties, tag, max_text));
}

std::string utf8_of(const oxcdata::Text& text) {
  if (const auto* unicode = std::get_if<std::u16string>(&text)) return wire::to_utf8(*unicode);
  return std::get<oxcdata::String8>(text).bytes;
}

wire::Bytes one_off_entry_id(std::u16string_view name, std::string_view smtp_address) {
  oxcdata::OneOffEntryId id;
  id.display_name = std::u16string(name);
  id.address_type = std::u16string(u"SMTP");
  id.email_address = wire::to_utf16(smtp_address);
  auto bytes = wire::serialize(id);
  return bytes ? std::move(*bytes) : wire::Bytes();
}

// A redirected user has no mailbox here, though the directory knows them: their mail goes to where they are.
Address address_of_user(directory::UserPtr user) {
  if (!user->redirect) {
    std::string smtp_address = user->address;
    return {std::move(user), std::move(smtp_address)};
  }
  const bool moved = user->redirect->kind == directory::Redirect::Kind::address;
  return {nullptr, moved ? user->redirect->target : user->address};
}

std::optional<Address> address_of_entry_id(wire::ByteView entry_id, const directory::Directory& directory) {
  const auto parsed = oxcdata::parse_recipient_entry_id(entry_id);
  if (!parsed) return std::nullopt;
  if (const auto* listed = std::get_if<oxcdata::AddressBookEntryId>(&*parsed)) {
    if (auto user = directory.find_by_legacy_dn(listed->x500_dn)) return address_of_user(std::move(user));
  } else if (const auto* one_off = std::get_if<oxcdata::OneOffEntryId>(&*parsed)) {
    if (equal_ignoring_case(utf8_of(one_off->address_type), "SMTP")) {
      return address_of(utf8_of(one_off->email_address), directory);
    }
  }
  return std::nullopt;
}

}  // namespace

Person person_of(const directory::User& user) {
  return {wire::to_utf16(user.display_name),
          "EX",
          user.legacy_dn,
          user.address,
          address_book_entry_id(user.legacy_dn),
          oxomsg::search_key("EX", user.legacy_dn)};
}

Person person_of(std::string_view smtp_address, std::u16string_view name) {
  Person person;
  person.name = name.empty() ? wire::to_utf16(smtp_address) : std::u16string(name);
  person.address_type = "SMTP";
  person.email_address = person.smtp_address = std::string(smtp_address);
  person.entry_id = one_off_entry_id(person.name, smtp_address);
  person.search_key = oxomsg::search_key("SMTP", smtp_address);
  return person;
}

void set_person(Properties& properties, const PersonTags& tags, const Person& person) {
  properties.set(tags.name, person.name);
  properties.set(tags.address_type, wire::to_utf16(person.address_type));
  properties.set(tags.email_address, wire::to_utf16(person.email_address));
  properties.set(tags.smtp_address, wire::to_utf16(person.smtp_address));
  properties.set(tags.entry_id, person.entry_id);
  properties.set(tags.search_key, person.search_key);
}

void erase_person(Properties& properties, const PersonTags& tags) {
  for (const PropertyTag tag : {tags.name, tags.address_type, tags.email_address, tags.smtp_address,
                                tags.entry_id, tags.search_key}) {
    properties.erase(id_of(tag));
  }
}

bool has_person(const Properties& properties, const PersonTags& tags) {
  for (const PropertyTag tag : {tags.email_address, tags.smtp_address, tags.entry_id}) {
    const store::Property* property = properties.find(id_of(tag));
    if (property && size_of(*property) > 0) return true;
  }
  return false;
}

store::Recipient recipient_of(const Person& person, std::uint8_t type) {
  store::Recipient recipient{0, type, store::Properties()};
  set_person(recipient.properties, recipient_tags, person);
  recipient.properties.set(oxprops::pid_tag_recipient_display_name, person.name);
  recipient.properties.set(oxprops::pid_tag_recipient_entry_id, person.entry_id);
  recipient.properties.set(oxprops::pid_tag_object_type, object_type_mail_user);
  recipient.properties.set(oxprops::pid_tag_display_type, display_type_mail_user);
  return recipient;
}

std::optional<Address> address_of(std::string_view smtp_address, const directory::Directory& directory) {
  auto canonical = directory.canonical_address(smtp_address);
  if (!canonical) return std::nullopt;
  if (auto user = directory.find(*canonical)) return address_of_user(std::move(user));
  return Address{nullptr, std::move(*canonical)};
}

std::optional<Address> address_in(const Properties& properties, const PersonTags& tags,
                                  const directory::Directory& directory) {
  const std::string type = utf8_in(properties, tags.address_type);
  const std::string address = utf8_in(properties, tags.email_address);
  if (equal_ignoring_case(type, "EX")) {
    if (auto user = directory.find_by_legacy_dn(address)) return address_of_user(std::move(user));
  }
  if (equal_ignoring_case(type, "SMTP")) {
    if (auto found = address_of(address, directory)) return found;
  }
  if (auto found = address_of(utf8_in(properties, tags.smtp_address), directory)) return found;
  if (const auto* entry_id = properties.get<wire::Bytes>(tags.entry_id)) {
    return address_of_entry_id(*entry_id, directory);
  }
  return std::nullopt;
}

std::optional<Person> person_in(const Properties& properties, const PersonTags& tags,
                                const directory::Directory& directory) {
  const auto address = address_in(properties, tags, directory);
  if (!address) return std::nullopt;
  if (address->user) return person_of(*address->user);
  return person_of(address->smtp_address, text_of(properties, tags.name, max_text));
}

}  // namespace mapigate::mailbox
