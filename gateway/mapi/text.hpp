#pragma once

#include <string>
#include <string_view>

#include "gateway/mapi/mailbox_session.hpp"
#include "protocol/oxcdata/property_value.hpp"
#include "protocol/oxcdata/restriction.hpp"
#include "protocol/oxcdata/text.hpp"

// Strings between the wire and the mailbox: a client may send and ask for eight-bit ones (PtypString8),
// behind the handlers there is Unicode only.

namespace mapigate::mapi {

// The Windows code page of eight-bit strings where a client has named none, or one that is not known.
inline constexpr wire::u32 fallback_code_page = 1252;

// That of the session; [MS-OXCPRPT] section 3.2.5.1 lets a message have one of its own
// (PropertyObject::code_page).
wire::u32 code_page_of(const MailboxSession& session);

// A zero ends a string: what stands behind one cannot be sent.
std::u16string_view until_zero(std::u16string_view text);

std::u16string to_unicode(std::string_view bytes, wire::u32 code_page);
std::u16string to_unicode(const MailboxSession& session, const oxcdata::Text& text);
oxcdata::String8 to_string8(std::u16string_view text, wire::u32 code_page);
// As a client wants it where a flag of the response says which it is.
oxcdata::Text to_text(const MailboxSession& session, std::u16string_view text, bool unicode);

// PtypString for PtypString8, PtypMultipleString for PtypMultipleString8, any other type as it is; a column's
// MultivalueInstance too.
oxcdata::PropertyType unicode_type(oxcdata::PropertyType type);
inline oxcdata::PropertyTag unicode_tag(oxcdata::PropertyTag tag) {
  return oxcdata::with_type(tag, unicode_type(oxcdata::type_of(tag)));
}
// PtypString8 and PtypMultipleString8 to their Unicode types, in restrictions too; other values stay.
void make_unicode(oxcdata::PropertyValue& value, wire::u32 code_page);
void make_unicode(oxcdata::TaggedPropertyValue& value, wire::u32 code_page);
void make_unicode(oxcdata::Restriction& restriction, wire::u32 code_page);
// The other way, for a client that wants eight-bit strings.
void make_string8(oxcdata::Restriction& restriction, wire::u32 code_page);

// A value of the mailbox as a client asked for it: of this type, or of its own one where that is
// PtypUnspecified, with strings in Unicode or not. UnexpectedType, as an ErrorCode, where it cannot be had
// so.
// Integers of 32 and 64 bits stand for one another, since one id may be given in both types
// (PidTagMessageSize, PidTagMessageSizeExtended); what does not fit becomes the largest number.
struct WantedType {
  oxcdata::PropertyType type = oxcdata::PropertyType::unspecified;
  bool unicode = true;  // where the type is PtypUnspecified
  wire::u32 code_page = fallback_code_page;
};
oxcdata::PropertyValue as_wanted(oxcdata::PropertyValue value, const WantedType& wanted);

}  // namespace mapigate::mapi
