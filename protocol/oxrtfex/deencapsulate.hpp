#pragma once

#include <cstddef>
#include <string>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

// From RTF to what it was made from, MS-OXRTFEX section 2.2.

namespace mapigate::oxrtfex {

// What a document was before it became RTF.
enum class Original : wire::u8 {
  rtf,   // nothing else
  html,  // \fromhtml1
  text,  // \fromtext
};

// Section 2.2.3.1: looks at the first ten tokens only. RTF that cannot be read is Original::rtf.
Original recognize(wire::ByteView rtf);

struct Deencapsulated {
  Original original = Original::rtf;
  // UTF-8 with CRLF at the ends of lines, without NUL. HTML is as it was written, so that a charset that it
  // names does not hold any more. Only < and > outside of its tags become &lt; and &gt;.
  std::string text;
};

// Groups within groups. Word and Outlook nest as deep as their tables and quotations do.
inline constexpr std::size_t default_max_depth = 4096;

// HTML (section 2.2.3.2) or plain text (section 2.2.3.3); of RTF that was nothing else, the text without its
// format. Fault::invalid where `rtf` does not begin as RTF, Fault::limit beyond `max_depth`. Anything else is
// read as far as it makes sense: groups that are not closed, text behind the last, control words and code
// pages that are not known. Takes time and memory in proportion to the size of `rtf`.
wire::Result<Deencapsulated> deencapsulate(wire::ByteView rtf, std::size_t max_depth = default_max_depth);

// The plain text that a reader of RTF would see, which knows nothing of encapsulation: also of HTML, without
// its tags. The same failures.
wire::Result<std::string> visible_text(wire::ByteView rtf, std::size_t max_depth = default_max_depth);

}  // namespace mapigate::oxrtfex
