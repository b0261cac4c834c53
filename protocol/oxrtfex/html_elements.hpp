#pragma once

#include <string_view>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxrtfex {

// How an element looks in RTF: what HTML shows it as, as far as RTF without tables and styles can do it.
struct HtmlElement {
  enum class Format : wire::u8 { none, bold, italic, underline, strike };
  enum class Role : wire::u8 { none, head, body, line_break, list_item, row, cell, preformatted };

  std::string_view name;
  wire::u8 line_ends = 0;  // before and after it: 2 leave a line empty
  Format format = Format::none;
  Role role = Role::none;
};

// Case does not matter. One that has no look of its own has no name.
const HtmlElement& html_element(std::string_view name);

}  // namespace mapigate::oxrtfex
