#include "protocol/oxcdata/entry_ids.hpp"

#include "protocol/wire/reader.hpp"

namespace mapigate::oxcdata {

namespace {

constexpr wire::u16 m_bit = 0x0001;
constexpr int format_shift = 1;
constexpr wire::u16 format_mask = 0xF;
constexpr int mae_shift = 5;
constexpr wire::u16 mae_mask = 0x3;
constexpr wire::u16 l_bit = 0x1000;
constexpr wire::u16 u_bit = 0x8000;

template <class T>
wire::Result<RecipientEntryId> parsed(wire::ByteView entry_id) {
  auto value = wire::parse<T>(entry_id);
  if (!value) return value.error();
  return RecipientEntryId(std::move(*value));
}

}  // namespace

wire::u16 OneOffEntryId::bits() const {
  auto bits = static_cast<unsigned>(body_format) << format_shift;
  bits |= static_cast<unsigned>(mac_encoding) << mae_shift;
  if (mime) bits |= m_bit;
  if (no_look_up) bits |= l_bit;
  if (unicode) bits |= u_bit;
  return static_cast<wire::u16>(bits);
}

void OneOffEntryId::set_bits(wire::u16 bits) {
  body_format = static_cast<BodyFormat>(bits >> format_shift & format_mask);
  mac_encoding = static_cast<MacEncoding>(bits >> mae_shift & mae_mask);
  mime = (bits & m_bit) != 0;
  no_look_up = (bits & l_bit) != 0;
  unicode = (bits & u_bit) != 0;
}

std::optional<wire::Guid> provider_uid_of(wire::ByteView entry_id) {
  wire::Reader reader(entry_id);
  const bool long_term = reader.number<wire::u32>() == 0;
  wire::Guid uid;
  reader.read(uid);
  if (!reader.ok() || !long_term) return std::nullopt;
  return uid;
}

wire::Result<RecipientEntryId> parse_recipient_entry_id(wire::ByteView entry_id) {
  constexpr std::size_t head_size = 20;
  const auto uid = provider_uid_of(entry_id);
  if (uid == provider_uid::one_off) return parsed<OneOffEntryId>(entry_id);
  if (uid == provider_uid::address_book) return parsed<AddressBookEntryId>(entry_id);
  if (uid == provider_uid::contact) {
    wire::Reader reader(entry_id.subspan(head_size));
    reader.number<wire::u32>();  // Version
    if (reader.number<wire::u32>() == PersonalDistributionListEntryId::contact_type) {
      return parsed<PersonalDistributionListEntryId>(entry_id);
    }
    return parsed<ContactAddressEntryId>(entry_id);
  }
  return wire::Failure{wire::Fault::invalid, sizeof(wire::u32), "ProviderUID"};
}

}  // namespace mapigate::oxcdata
