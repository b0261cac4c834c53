#pragma once

#include <string>
#include <string_view>

namespace mapigate::oxrtfex {

// Appends the next character of `utf8` at `at`, which moves behind it, so that RTF with \uc1 reads it. A line
// end becomes \'0a or \'0d, which in RTF is nothing else than that byte; NUL becomes nothing.
void append_escaped(std::string& rtf, std::string_view utf8, std::size_t& at);

// All of it, as the CONTENT of an HTMLTAG group (MS-OXRTFEX section 2.1.3.1.4.2), where CRLF is \par.
void append_content(std::string& rtf, std::string_view html);

}  // namespace mapigate::oxrtfex
