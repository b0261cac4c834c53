#include "gateway/nspi/code_page.hpp"

#include <algorithm>
#include <array>

namespace mapigate::nspi {

namespace {

// In ascending order. Names: IANA's for Windows code page identifiers.
constexpr std::array<wire::u32, 47> code_pages{
    437,    // IBM437
    850,    // IBM850
    852,    // IBM852
    855,    // IBM855
    866,    // IBM866
    874,    // windows-874, Thai
    932,    // Shift_JIS
    936,    // GBK
    949,    // KS_C_5601-1987
    950,    // Big5
    1250,   // windows-1250, Central European
    1251,   // windows-1251, Cyrillic
    1252,   // windows-1252, Western European
    1253,   // windows-1253, Greek
    1254,   // windows-1254, Turkish
    1255,   // windows-1255, Hebrew
    1256,   // windows-1256, Arabic
    1257,   // windows-1257, Baltic
    1258,   // windows-1258, Vietnamese
    1361,   // Johab
    10000,  // macintosh
    20127,  // US-ASCII
    20261,  // CP_TELETEX, T.61
    20866,  // KOI8-R
    20932,  // EUC-JP, JIS X 0208 and 0212
    20936,  // GB 2312
    20949,  // Korean Wansung
    21866,  // KOI8-U
    28591,  // ISO-8859-1
    28592,  // ISO-8859-2
    28593,  // ISO-8859-3
    28594,  // ISO-8859-4
    28595,  // ISO-8859-5
    28596,  // ISO-8859-6
    28597,  // ISO-8859-7
    28598,  // ISO-8859-8
    28599,  // ISO-8859-9
    28603,  // ISO-8859-13
    28605,  // ISO-8859-15
    38598,  // ISO-8859-8-I
    50220,  // ISO-2022-JP
    50225,  // ISO-2022-KR
    51932,  // EUC-JP
    51936,  // EUC-CN
    51949,  // EUC-KR
    54936,  // GB18030
    65001,  // UTF-8
};

}  // namespace

bool is_supported_code_page(wire::u32 code_page) { return std::ranges::binary_search(code_pages, code_page); }

}  // namespace mapigate::nspi
