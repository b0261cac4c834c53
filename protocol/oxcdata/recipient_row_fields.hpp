#pragma once

#include <type_traits>

#include "protocol/oxcdata/recipient_row.hpp"
#include "protocol/wire/failure.hpp"

// How recipients are read and written. Included only where RecipientRowOf is instantiated for an archive
// (recipient_row.cpp for the reader and the writer).

namespace mapigate::oxcdata {
namespace detail {

// Section 2.8.3.1. The bits 0x7800 are reserved.
namespace recipient_flags {
inline constexpr wire::u16 type = 0x0007;
inline constexpr wire::u16 email_address = 0x0008;               // E
inline constexpr wire::u16 display_name = 0x0010;                // D
inline constexpr wire::u16 transmittable_display_name = 0x0020;  // T
inline constexpr wire::u16 same_display_names = 0x0040;          // S
inline constexpr wire::u16 other_transport = 0x0080;             // R
inline constexpr wire::u16 no_rich_text = 0x0100;                // N
inline constexpr wire::u16 unicode = 0x0200;                     // U
inline constexpr wire::u16 simple_display_name = 0x0400;         // I
inline constexpr wire::u16 address_type = 0x8000;                // O
}  // namespace recipient_flags

inline wire::u16 flags_of(const RecipientRow& row) {
  namespace flags = recipient_flags;
  auto word = static_cast<wire::u16>(row.address_kind);
  const auto set = [&](bool condition, wire::u16 flag) {
    if (condition) word = static_cast<wire::u16>(word | flag);
  };
  set(row.email_address.has_value(), flags::email_address);
  set(row.display_name.has_value(), flags::display_name);
  set(row.transmittable_display_name.has_value(), flags::transmittable_display_name);
  set(row.same_display_names, flags::same_display_names);
  set(row.other_transport, flags::other_transport);
  set(row.no_rich_text, flags::no_rich_text);
  set(row.unicode, flags::unicode);
  set(row.simple_display_name.has_value(), flags::simple_display_name);
  set(row.address_type.has_value(), flags::address_type);
  return word;
}

inline void set_flags(RecipientRow& row, wire::u16 word) {
  namespace flags = recipient_flags;
  const auto has = [word](wire::u16 flag) { return (word & flag) != 0; };
  const auto when_has = [&](wire::u16 flag, auto& value) {
    value.reset();
    if (has(flag)) value.emplace();
  };
  row.address_kind = static_cast<AddressKind>(word & flags::type);
  row.other_transport = has(flags::other_transport);
  row.same_display_names = has(flags::same_display_names);
  row.no_rich_text = has(flags::no_rich_text);
  row.unicode = has(flags::unicode);
  when_has(flags::email_address, row.email_address);
  when_has(flags::display_name, row.display_name);
  when_has(flags::simple_display_name, row.simple_display_name);
  when_has(flags::transmittable_display_name, row.transmittable_display_name);
  when_has(flags::address_type, row.address_type);
  // Any other kind says the type of the address itself, and nothing stands there for the flag.
  if (row.address_kind != AddressKind::none) row.address_type.reset();
}

}  // namespace detail

template <class R>
void RecipientRowOf<R>::fields(auto& self, auto& archive) {
  constexpr bool reading = std::remove_reference_t<decltype(archive)>::reading;
  auto& row = self.row;
  wire::u16 flags = 0;
  if constexpr (!reading) flags = detail::flags_of(row);
  archive("RecipientFlags", flags);
  if constexpr (reading) detail::set_flags(row, flags);
  archive.check(row.address_kind <= AddressKind::personal_distribution_list_2);
  archive.check(row.address_kind == AddressKind::none || !row.address_type);

  if (row.address_kind == AddressKind::x500_dn) {
    archive("AddressPrefixUsed", row.address_prefix_used);
    archive("DisplayType", row.display_type);
    archive("X500DN", wire::ascii_z(row.x500_dn));
  } else if (row.address_kind == AddressKind::personal_distribution_list_1 ||
             row.address_kind == AddressKind::personal_distribution_list_2) {
    archive("EntryID", wire::sized<wire::u16>(row.entry_id));
    archive("SearchKey", wire::sized<wire::u16>(row.search_key));
  }
  if (row.address_type) archive("AddressType", wire::ascii_z(*row.address_type));
  const auto text = [&](const char* field_name, auto& value) {
    if (value) text_z(archive, field_name, row.unicode, *value);
  };
  text("EmailAddress", row.email_address);
  text("DisplayName", row.display_name);
  text("SimpleDisplayName", row.simple_display_name);
  text("TransmittableDisplayName", row.transmittable_display_name);

  auto count = static_cast<wire::u16>(row.properties.values.size());
  archive("RecipientColumnCount", count);
  archive.check(count <= self.columns.size());
  if (!archive.ok()) return;
  archive("RecipientProperties", row_of(self.columns.first(count), row.properties));
}

}  // namespace mapigate::oxcdata
