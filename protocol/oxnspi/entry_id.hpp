#pragma once

#include <variant>

#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxnspi/minimal_entry_id.hpp"
#include "protocol/wire/failure.hpp"
#include "protocol/wire/fields.hpp"
#include "protocol/wire/guid.hpp"

// The EntryIDs of the address book, MS-OXNSPI section 2.2.9: what PidTagEntryId holds.

namespace mapigate::oxnspi {

// MS-OXNSPI section 2.2.1.3: the same values as MS-OXCDATA section 2.2.5.2.
using DisplayType = oxcdata::AddressBookEntryType;

// MS-OXNSPI section 2.2.9.3: an object by its DN. The same structure as in MS-OXCDATA section 2.2.5.2.
using PermanentEntryId = oxcdata::AddressBookEntryId;

// MS-OXNSPI section 2.2.9.2: an object while the session lasts. The DisplayType is for the client's eyes and
// no part of what is identified.
struct EphemeralEntryId {
  static constexpr wire::u8 id_type = 0x87;
  static constexpr std::size_t wire_size = 32;

  wire::Guid provider_uid;  // of the server, as in its answer to Bind
  DisplayType display_type{};
  MinimalEntryId mid{};

  bool operator==(const EphemeralEntryId&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("IDType", wire::constant<wire::u8>(id_type));
    archive("R1", wire::constant<wire::u8>(0));
    archive("R2", wire::constant<wire::u8>(0));
    archive("R3", wire::constant<wire::u8>(0));
    archive("ProviderUID", self.provider_uid);
    archive("R4", wire::constant<wire::u32>(1));
    archive("DisplayType", self.display_type);
    archive("MId", self.mid);
  }
};

using EntryId = std::variant<PermanentEntryId, EphemeralEntryId>;
// The one or the other, by its first byte.
wire::Result<EntryId> parse_entry_id(wire::ByteView entry_id);

}  // namespace mapigate::oxnspi
