#include "gateway/mapi/handlers/recipient_rows.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mapi/text.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxomsg/search_key.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mapi::handlers {

using oxcdata::AddressKind;
using oxcdata::ErrorCode;
using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::RecipientRow;
using store::Properties;

namespace {

// A row must fit 64 KB, and what a client is told of all recipients one buffer.
constexpr std::size_t max_columns = 256;
constexpr std::size_t max_text = 4096;

constexpr PropertyTag fields[] = {
    oxprops::pid_tag_recipient_type,
    oxprops::pid_tag_instance_key,
    oxprops::pid_tag_entry_id,
    oxprops::pid_tag_rowid,
    oxprops::pid_tag_display_name,
    oxprops::pid_tag_address_type,
    oxprops::pid_tag_email_address,
    oxprops::pid_tag_search_key,
    oxprops::pid_tag_transmittable_display_name,
    oxprops::pid_tag_send_rich_info,
};

// The types of addresses that have a kind of their own.
struct KindName {
  AddressKind kind;
  std::u16string_view type;
};
constexpr std::array kind_names{
    KindName{AddressKind::x500_dn, u"EX"},
    KindName{AddressKind::smtp, u"SMTP"},
    KindName{AddressKind::ms_mail, u"MS"},
    KindName{AddressKind::fax, u"FAX"},
    KindName{AddressKind::professional_office_system, u"PROFS"},
    KindName{AddressKind::personal_distribution_list_1, u"MAPIPDL"},
    KindName{AddressKind::personal_distribution_list_2, u"MAPIPDL"},
};

std::u16string type_name(AddressKind kind) {
  const auto found = std::ranges::find(kind_names, kind, &KindName::kind);
  return found == kind_names.end() ? std::u16string() : std::u16string(found->type);
}

AddressKind kind_of(std::u16string_view type) {
  const std::string wanted = wire::to_utf8(type);
  const auto found = std::ranges::find_if(kind_names, [&](const KindName& name) {
    return equal_ignoring_case(wire::to_utf8(name.type), wanted);
  });
  return found == kind_names.end() ? AddressKind::none : found->kind;
}

std::optional<std::u16string> text_of(const Properties& properties, PropertyTag tag) {
  const store::Property* property = properties.find(id_of(tag));
  auto text = property ? mailbox::text_of(*property, max_text) : std::nullopt;
  if (text) text->resize(until_zero(*text).size());
  return text;
}

std::optional<oxcdata::Text> field(const Properties& properties, PropertyTag tag) {
  auto text = text_of(properties, tag);
  if (!text) return std::nullopt;
  return std::move(*text);
}

oxcdata::DisplayType display_type(const Properties& properties) {
  const std::int32_t type = mailbox::value_or(properties, oxprops::pid_tag_display_type, std::int32_t{0});
  const bool known =
      type >= 0 && type <= static_cast<std::int32_t>(oxcdata::DisplayType::remote_messaging_user);
  return known ? static_cast<oxcdata::DisplayType>(type) : oxcdata::DisplayType::messaging_user;
}

void add_address(const Properties& properties, RecipientRow& row) {
  const std::u16string type = text_of(properties, oxprops::pid_tag_address_type).value_or(std::u16string());
  row.address_kind = kind_of(type);
  const auto address = text_of(properties, oxprops::pid_tag_email_address);
  switch (row.address_kind) {
    case AddressKind::x500_dn:
      row.x500_dn = wire::to_utf8(address.value_or(std::u16string()));
      row.display_type = display_type(properties);
      return;
    case AddressKind::personal_distribution_list_1:
      row.entry_id = mailbox::value_or(properties, oxprops::pid_tag_entry_id, wire::Bytes());
      row.search_key = mailbox::value_or(properties, oxprops::pid_tag_search_key, wire::Bytes());
      return;
    case AddressKind::none:
      if (!type.empty()) row.address_type = wire::to_utf8(type);
      break;
    default:
      break;
  }
  row.email_address = field(properties, oxprops::pid_tag_email_address);
  if (!row.email_address && row.address_kind == AddressKind::smtp) {
    row.email_address = field(properties, oxprops::pid_tag_smtp_address);
  }
}

oxcdata::PropertyValue column_value(const Properties& properties, PropertyTag column, wire::u32 code_page) {
  const store::Property* property = properties.find(id_of(column));
  if (!property) return ErrorCode::not_found;
  if (property->large) return ErrorCode::out_of_memory;
  return as_wanted(property->value, {oxcdata::type_of(column), true, code_page});
}

// A name or an address that cannot be written has no EntryID.
wire::Bytes written(const auto& entry_id) {
  auto bytes = wire::serialize(entry_id);
  return bytes ? std::move(*bytes) : wire::Bytes();
}

wire::Bytes one_off_entry_id(std::u16string_view name, std::u16string_view type,
                             std::u16string_view address) {
  oxcdata::OneOffEntryId entry_id;
  entry_id.display_name = std::u16string(name);
  entry_id.address_type = std::u16string(type);
  entry_id.email_address = std::u16string(address);
  return written(entry_id);
}

wire::Bytes directory_entry_id(const std::string& dn, oxcdata::DisplayType display_type) {
  oxcdata::AddressBookEntryId entry_id;
  entry_id.type = display_type == oxcdata::DisplayType::distribution_list
                      ? oxcdata::AddressBookEntryType::distribution_list
                      : oxcdata::AddressBookEntryType::local_mail_user;
  entry_id.x500_dn = dn;
  return written(entry_id);
}

// EntryID and search key are no columns of a request: they follow from the address.
void add_identity(const RecipientRow& row, const std::string& dn, Properties& properties) {
  if (!row.entry_id.empty()) {
    properties.set(oxprops::pid_tag_entry_id, row.entry_id);
    properties.set(oxprops::pid_tag_search_key, row.search_key);
    return;
  }
  const std::u16string type = text_of(properties, oxprops::pid_tag_address_type).value_or(std::u16string());
  const std::u16string address =
      text_of(properties, oxprops::pid_tag_email_address).value_or(std::u16string());
  const std::u16string name = text_of(properties, oxprops::pid_tag_display_name).value_or(address);
  properties.set(oxprops::pid_tag_entry_id, row.address_kind == AddressKind::x500_dn
                                                ? directory_entry_id(dn, row.display_type)
                                                : one_off_entry_id(name, type, address));
  if (!type.empty()) {
    properties.set(oxprops::pid_tag_search_key,
                   oxomsg::search_key(wire::to_utf8(type), wire::to_utf8(address)));
  }
}

}  // namespace

bool is_recipient_field(PropertyTag tag) {
  return std::ranges::any_of(fields, [tag](PropertyTag one) { return id_of(one) == id_of(tag); });
}

std::vector<PropertyTag> recipient_columns(const std::vector<store::Recipient>& recipients) {
  std::set<PropertyTag> columns;
  for (const store::Recipient& recipient : recipients) {
    for (const store::Property& property : recipient.properties.all()) {
      if (columns.size() < max_columns && !is_recipient_field(property.tag) &&
          oxcdata::type_of(property.tag) != oxcdata::PropertyType::object) {
        columns.insert(property.tag);
      }
    }
  }
  return {columns.begin(), columns.end()};
}

RecipientRow to_recipient_row(const store::Recipient& recipient, std::span<const PropertyTag> columns,
                              wire::u32 code_page) {
  const Properties& properties = recipient.properties;
  RecipientRow row;
  add_address(properties, row);
  row.display_name = field(properties, oxprops::pid_tag_display_name);
  row.simple_display_name = field(properties, oxprops::pid_tag_address_book_display_name_printable);
  row.transmittable_display_name = field(properties, oxprops::pid_tag_transmittable_display_name);
  if (row.display_name && row.display_name == row.transmittable_display_name) {
    row.same_display_names = true;
    row.transmittable_display_name.reset();
  }
  row.no_rich_text = !mailbox::value_or(properties, oxprops::pid_tag_send_rich_info, true);
  row.other_transport = mailbox::value_or(properties, oxprops::pid_tag_responsibility, false);
  std::vector<oxcdata::PropertyValue> values;
  values.reserve(columns.size());
  for (const PropertyTag column : columns) values.push_back(column_value(properties, column, code_page));
  row.properties = oxcdata::property_row(std::move(values), columns);
  return row;
}

Properties from_recipient_row(const RecipientRow& row, const RowOrigin& origin) {
  Properties properties;
  const auto set_text = [&](PropertyTag tag, const std::optional<oxcdata::Text>& text) {
    if (!text) return;
    const auto* narrow = std::get_if<oxcdata::String8>(&*text);
    properties.set(tag,
                   narrow ? to_unicode(narrow->bytes, origin.code_page) : std::get<std::u16string>(*text));
  };
  // What the columns say is said again, and better, by the fields.
  for (std::size_t i = 0; i < row.properties.values.size(); ++i) {
    oxcdata::PropertyValue value = row.properties.values[i];
    const PropertyTag tag = unicode_tag(origin.columns[i]);
    make_unicode(value, origin.code_page);
    if (oxcdata::type_of(value) == oxcdata::type_of(tag)) properties.set(tag, std::move(value));
  }
  set_text(oxprops::pid_tag_email_address, row.email_address);
  set_text(oxprops::pid_tag_display_name, row.display_name);
  set_text(oxprops::pid_tag_address_book_display_name_printable, row.simple_display_name);
  set_text(oxprops::pid_tag_transmittable_display_name,
           row.same_display_names ? row.display_name : row.transmittable_display_name);
  properties.set(oxprops::pid_tag_send_rich_info, !row.no_rich_text);
  properties.set(oxprops::pid_tag_responsibility, row.other_transport);

  std::u16string type = type_name(row.address_kind);
  if (row.address_type) type = wire::to_utf16(*row.address_type);
  if (!type.empty()) properties.set(oxprops::pid_tag_address_type, std::move(type));
  std::string dn;
  if (row.address_kind == AddressKind::x500_dn) {
    dn = std::string(origin.dn_prefix.substr(0, row.address_prefix_used)) + row.x500_dn;
    properties.set(oxprops::pid_tag_email_address, wire::to_utf16(dn));
    properties.set(oxprops::pid_tag_display_type, static_cast<std::int32_t>(row.display_type));
  }
  add_identity(row, dn, properties);
  return properties;
}

}  // namespace mapigate::mapi::handlers
