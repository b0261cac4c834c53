#pragma once

#include <string>
#include <string_view>

#include "gateway/backend/mime/export_context.hpp"

namespace mapigate::mime {

// A part of type text with these bytes, in the transfer encoding that fits them best.
Entity text_entity(std::string_view subtype, std::string_view charset, std::string bytes);
// The same of a property too large to look at first; in Base64.
Entity large_text_entity(std::string_view subtype, std::string_view charset, const store::Property& property);

// Whether a text may be sent as it is, RFC 5322 section 2.3 and RFC 2045 section 2.7.
bool is_seven_bit(std::string_view text);
// With CRLF at the ends of all lines.
std::string canonical_lines(std::string_view text);

}  // namespace mapigate::mime
