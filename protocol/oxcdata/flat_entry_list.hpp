#pragma once

#include <algorithm>
#include <vector>

#include "protocol/wire/fields.hpp"

namespace mapigate::oxcdata {

// MS-OXCDATA sections 2.3.2 and 2.3.3, FlatEntry and FlatEntryList: the value of PidTagReplyRecipientEntries
// (MS-OXOMSG section 2.2.1.43). The sections do not say that each entry is padded to a multiple of four
// bytes; Outlook does so and expects it. Behind the last entry the padding may be missing.
struct FlatEntryList {
  std::vector<wire::Bytes> entry_ids;

  bool operator==(const FlatEntryList&) const = default;
  static void fields(auto& self, auto& archive) {
    auto count = static_cast<wire::u32>(self.entry_ids.size());
    archive("Count", count);
    const auto flat_entry = [](auto& entry_id, auto& inner) {
      inner("EntryID", wire::sized<wire::u32>(entry_id));
      std::size_t padding = (4 - entry_id.size() % 4) % 4;
      if constexpr (std::remove_reference_t<decltype(inner)>::reading) {
        if (inner.remaining() == 0) padding = 0;
      }
      inner("Padding", wire::reserved(padding));
    };
    archive("FlatEntries",
            wire::sized_field<wire::u32>(wire::repeated_with(count, self.entry_ids, flat_entry)));
  }
};

}  // namespace mapigate::oxcdata
