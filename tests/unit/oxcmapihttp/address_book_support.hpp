#pragma once

#include "protocol/oxcmapihttp/address_book_values.hpp"
#include "protocol/oxnspi/stat.hpp"

// What stands in several of the vectors.

namespace mapigate::oxcmapihttp {

inline constexpr oxcdata::PropertyTag display_name{0x3001001F};
inline constexpr oxcdata::PropertyTag smtp_address{0x39FE001F};
inline constexpr oxcdata::PropertyTag entry_id{0x0FFF0102};

// The State: that which MS-OXNSPI section 4 shows.
inline constexpr oxnspi::Stat state{{}, {}, oxnspi::MinimalEntryId{0x1928}, 0, 2, 0x16, 0x4E4, 0x409, 0x409};

// The rows of the vectors.
inline AddressBookRows rows() {
  AddressBookRows rows;
  rows.columns = {display_name, entry_id};
  rows.rows.resize(2);
  rows.rows[0].values.emplace_back(u"a");
  rows.rows[0].values.emplace_back(wire::Bytes{0xE1, 0xE2});
  rows.rows[1].flagged = true;
  rows.rows[1].values.emplace_back(u"b");
  rows.rows[1].values.emplace_back(oxcdata::ErrorCode::not_found);
  return rows;
}

}  // namespace mapigate::oxcmapihttp
