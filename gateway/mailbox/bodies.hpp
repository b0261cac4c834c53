#pragma once

#include <string>

#include "gateway/mailbox/outcome.hpp"
#include "gateway/store/properties.hpp"

// The body of a message in three formats: PidTagBody, PidTagHtml and PidTagRtfCompressed ([MS-OXCMSG] section
// 2.2.1.58, [MS-OXBBODY]). A message keeps what was written; the other formats are made when they are asked
// for. These functions read large values and take time in proportion to the body.

namespace mapigate::mailbox {

// PidTagNativeBody, [MS-OXCMSG] section 2.2.1.58.2.
enum class NativeBody : std::int32_t { undefined = 0, plain_text = 1, rtf = 2, html = 3, clear_signed = 4 };

// Whether the property is the body in one of the formats.
bool is_body(std::uint16_t id);
// PidTagBodyHtml, which has the id of PidTagHtml, becomes PidTagHtml in UTF-8 with its
// PidTagInternetCodepage; anything else is as it is.
void normalize_body(store::Properties& properties);

// The best of the formats that are kept. HTML and text inside of RTF ([MS-OXRTFEX]) count as what they are.
NativeBody native_body(const store::Properties& properties);
// PidTagRtfInSync where nobody has set it: whether RTF is the best of what is kept.
bool rtf_in_sync(const store::Properties& properties);

// The body in the format of this id. NotFound where there is no body at all, or where the id is of none;
// TooBig where it would have to be converted and is larger than max_converted_body; CorruptData where it is
// RTF that cannot be read.
inline constexpr std::size_t max_converted_body = std::size_t{16} << 20;  // bytes
Outcome<store::Property> body(const store::Properties& properties, std::uint16_t id);
// The text of the body in UTF-8, at most about `limit` bytes of it; empty where there is none.
std::string body_text(const store::Properties& properties, std::size_t limit);

}  // namespace mapigate::mailbox
