#pragma once

#include "protocol/wire/bytes.hpp"

namespace mapigate::nspi {

// CP_WINUNICODE, [MS-OXNSPI]: not a code page of a session, since it is no eight-bit one.
inline constexpr wire::u32 code_page_unicode = 1200;

// CP_TELETEX, the same: the code page that every server knows.
inline constexpr wire::u32 code_page_teletex = 20261;

// Whether strings can be had in this code page: those of Windows, ISO 8859, the East Asian ones, UTF-8, T.61.
bool is_supported_code_page(wire::u32 code_page);

}  // namespace mapigate::nspi
