#pragma once

#include <optional>
#include <string_view>

#include "protocol/oxcdata/property_tag.hpp"

namespace mapigate::oxprops {

// Every PidTag property of MS-OXPROPS section 2: pid_tag_subject is PidTagSubject, with the id and the data
// type of its section.
#define X(enumerator, id, type, name) \
  inline constexpr auto enumerator = oxcdata::property_tag(id, oxcdata::PropertyType::type);
#include "protocol/oxprops/property_tags.inc"
#undef X

// The canonical name: "PidTagSubject"; empty for an id that the document does not have. Where the document
// has no such property of this type (of an error, or unspecified) it is the one of that id, the first of
// several. PtypString8 counts as PtypString where only that is in the document, and a column's
// MultivalueInstance as the property itself. Ids from 0x8000 on are named here as in the address book. In a
// mailbox they are named properties: ask named_properties.hpp.
std::string_view name(oxcdata::PropertyTag tag);

// By its canonical name, to the letter.
std::optional<oxcdata::PropertyTag> tag_of(std::string_view name);

}  // namespace mapigate::oxprops
