#pragma once

#include <string>
#include <string_view>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::wire {

// Strings of eight-bit characters (PtypString8, MS-OXCDATA section 2.11.1) by the number of their Windows
// code page, converted with iconv(3). May be called from any thread; each keeps a converter of its own for
// every code page that it met, which are a few hundred bytes.
//
// Known are the code pages of Windows and DOS that hold ASCII, ISO 8859, those of East Asian mail, KOI8,
// T.61, UTF-7 and UTF-8. UTF-16 (1200) is none: it has no eight-bit characters.
bool is_known(u32 code_page);

// A byte or sequence that stands for no character becomes U+FFFD, and so does what is cut off at the end.
// Fault::invalid where the code page is not known.
Result<std::u16string> from_code_page(std::string_view bytes, u32 code_page);
// A character that the code page lacks becomes one question mark; in UTF-8, which lacks only unpaired
// surrogates, U+FFFD. Fault::invalid where the code page is not known.
Result<std::string> to_code_page(std::u16string_view text, u32 code_page);

}  // namespace mapigate::wire
