#pragma once

#include <string>
#include <vector>

#include "gateway/store/properties.hpp"

namespace mapigate::mime {

struct Address {
  std::u16string name;  // empty where only the address is known
  std::string email;    // "user@example.org", UTF-8

  bool operator==(const Address&) const = default;
};

// The addresses of a field that unfolded() made, RFC 5322 section 3.4, of groups their members; at most
// `limit`. What cannot be read as an address is the name of one without an e-mail address.
std::vector<Address> parse_addresses(const std::string& unfolded_value, std::size_t limit);

// An address property group, [MS-OXCMAIL] section 2.6: who a message is from, where receipts go.
struct AddressGroup {
  oxcdata::PropertyTag name;
  oxcdata::PropertyTag address_type;
  oxcdata::PropertyTag email_address;
  oxcdata::PropertyTag smtp_address;
  oxcdata::PropertyTag entry_id;
  oxcdata::PropertyTag search_key;
};
extern const AddressGroup sender_group;
extern const AddressGroup sent_representing_group;
extern const AddressGroup read_receipt_group;
extern const AddressGroup received_representing_group;
extern const AddressGroup received_by_group;
extern const AddressGroup recipient_group;

// Sets all of the group; the entry id is a one-off one ([MS-OXCDATA] section 2.2.5.1).
void set_address(store::Properties& properties, const AddressGroup& group, const Address& address);
// The SMTP address of the group and its name, in the order of preference of section 2.1.3.1.1; an empty
// e-mail address where it has none.
Address address_of(const store::Properties& properties, const AddressGroup& group);

// Whom to reply to: PidTagReplyRecipientEntries and PidTagReplyRecipientNames ([MS-OXOMSG] section 2.2.1.43).
void set_reply_to(store::Properties& properties, const std::vector<Address>& addresses);
std::vector<Address> reply_to_of(const store::Properties& properties);

}  // namespace mapigate::mime
