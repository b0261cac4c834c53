#pragma once

#include <string_view>

#include "protocol/wire/bytes.hpp"

// RTF that holds what it was made from, MS-OXRTFEX section 2.1. Both take UTF-8; a byte that is not part of
// well-formed UTF-8 counts as U+FFFD, and NUL is left out. Both take time and memory in proportion to the
// text.

namespace mapigate::oxrtfex {

// Section 2.1.3.2. The HTML comes out of the RTF as it is, byte for byte. To a reader of RTF that knows
// nothing of it, its text is shown with paragraphs, line breaks, lists, cells and the simplest of its format.
wire::Bytes encapsulate_html(std::string_view html);

// Plain text, as \fromtext. Lines that end with LF or CR come out of the RTF with CRLF (section 1.3.1 allows
// it).
wire::Bytes encapsulate_text(std::string_view text);

}  // namespace mapigate::oxrtfex
