#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/wire/guid.hpp"

// The names of objects of the address book, MS-OXOABK section 2.2.1.1. Everywhere letters of either case are
// the same; what was read keeps its own.

namespace mapigate::oxnspi {

// Whether two texts are the same DN.
bool same_dn(std::string_view a, std::string_view b);
// One text for all that are the same DN, to look things up by: upper case.
std::string dn_key(std::string_view text);

// "/o=Example/ou=First Group/cn=Recipients/cn=alice": an object; with the first part alone, the organization.
//
// A part has 1 to 64 characters and no space at its ends; an object has an organizational unit and 1 to 14
// common names, and parts of at most 256 characters together. Of characters, all printable ones of ASCII but
// the slash are taken, which are more than the document's list.
struct LegacyDn {
  std::string organization;
  std::string organizational_unit;        // empty for an organization
  std::vector<std::string> common_names;  // the last is the object's own

  static std::optional<LegacyDn> from_text(std::string_view text);
  std::string text() const;
  // Whether the parts are ones that from_text() gives.
  bool valid() const;
  bool operator==(const LegacyDn& other) const { return same_dn(text(), other.text()); }
};

// The DN of somebody who can get mail.
LegacyDn recipient_dn(std::string organization, std::string organizational_unit, std::string name);

// "/guid=00112233445566778899AABBCCDDEEFF": an address list. "/": the global address list. The digits are
// those of the GUID's text without hyphens.
struct AddressListDn {
  std::optional<wire::Guid> container;  // none: the global address list

  static std::optional<AddressListDn> from_text(std::string_view text);
  std::string text() const;
  bool operator==(const AddressListDn&) const = default;
};

}  // namespace mapigate::oxnspi
