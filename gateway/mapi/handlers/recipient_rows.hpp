#pragma once

#include <string>
#include <vector>

#include "gateway/store/message_record.hpp"
#include "protocol/oxcdata/recipient_row.hpp"

// Recipients between a message and the ROPs, [MS-OXCDATA] section 2.8.3.

namespace mapigate::mapi::handlers {

// Properties that a RecipientRow has fields of its own for, so that they are no columns.
bool is_recipient_field(oxcdata::PropertyTag tag);
// Every other property that any of them has, as many as are sensible.
std::vector<oxcdata::PropertyTag> recipient_columns(const std::vector<store::Recipient>& recipients);

// In Unicode; columns of PtypString8 in `code_page`.
oxcdata::RecipientRow to_recipient_row(const store::Recipient& recipient,
                                       std::span<const oxcdata::PropertyTag> columns, wire::u32 code_page);

// The properties of a recipient that a client has given, with the EntryID and the search key that belong to
// them.
struct RowOrigin {
  std::span<const oxcdata::PropertyTag> columns;
  std::string_view dn_prefix;  // that the client was told when it connected
  wire::u32 code_page = 0;     // of what is not Unicode
};
store::Properties from_recipient_row(const oxcdata::RecipientRow& row, const RowOrigin& origin);

}  // namespace mapigate::mapi::handlers
