#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/wire/bytes.hpp"

// PidTagSearchKey (MS-OXCPRPT section 2.2.1.9) and its relatives for senders and recipients, such as
// PidTagSenderSearchKey. Of a message it is a GUID, which its copies share. Of a person it says the address,
// as below (MS-OXOABK section 2.2.3.5): "SMTP:USER@EXAMPLE.ORG" and a zero byte.

namespace mapigate::oxomsg {

// An address type such as "SMTP" or "EX", and the address of that type. Letters of ASCII become capitals,
// since neither kind of address depends on them.
wire::Bytes search_key(std::string_view address_type, std::string_view email_address);

struct SearchKeyAddress {
  std::string address_type;
  std::string email_address;

  bool operator==(const SearchKeyAddress&) const = default;
};

// Nothing where the key has another form.
std::optional<SearchKeyAddress> address_of(wire::ByteView search_key);

}  // namespace mapigate::oxomsg
