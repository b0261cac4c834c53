#pragma once

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/code_page.hpp"

namespace mapigate::nspi {

// CP_WINUNICODE, [MS-OXNSPI]: not a code page of a session, since it is no eight-bit one.
inline constexpr wire::u32 code_page_unicode = 1200;

// CP_TELETEX, the same: the code page that every server knows.
inline constexpr wire::u32 code_page_teletex = 20261;

// Whether strings can be had in this code page. UTF-7 is none for a session: one text has several forms in
// it, so that strings could not be compared.
inline bool is_supported_code_page(wire::u32 code_page) {
  constexpr wire::u32 utf_7 = 65000;
  return code_page != utf_7 && wire::is_known(code_page);
}

}  // namespace mapigate::nspi
