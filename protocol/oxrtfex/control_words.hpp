#pragma once

#include <string_view>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxrtfex {

// What a control word means to a reader that is after the text alone.
enum class Meaning : wire::u8 {
  nothing,         // formatting, and what is not known
  character,       // stands for `character`
  new_line,        // \par, \line: MS-OXRTFEX section 2.2.3.2
  row_end,         // a line ends in pure RTF, nothing in encapsulated content
  cell_end,        // likewise a tab
  unicode,         // \uN
  unicode_skip,    // \ucN
  font,            // \fN
  plain,           // back to the font of \deffN
  hidden,          // \v
  default_font,    // \deffN
  ansi_code_page,  // \ansicpgN
  code_page,       // says `character` as the code page of a document without \ansicpgN
  font_table,
  font_charset,    // \fcharsetN
  font_code_page,  // \cpgN
  from_html,
  from_text,
  html_rtf,
  html_tag,
  list_text,  // a destination with the number or bullet of a list item
  skipped,    // a destination that has no visible text of the body
};

struct ControlWord {
  std::string_view name;
  Meaning meaning = Meaning::nothing;
  char32_t character = 0;
};

// A word that is not known has no name and means nothing. Case matters.
const ControlWord& control_word(std::string_view name);

}  // namespace mapigate::oxrtfex
