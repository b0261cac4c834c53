#include "protocol/oxrtfex/control_words.hpp"

#include <array>

namespace mapigate::oxrtfex {

namespace {

using enum Meaning;

// The special characters of RTF and of MS-OXRTFEX section 2.1.3.1.4.2, then what changes how text is read,
// then destinations. Destinations that are always written with \* are not here: of those only \*\htmltag is
// read.
constexpr std::array words = {
    ControlWord{"par", new_line},
    ControlWord{"line", new_line},
    ControlWord{"tab", character, U'\t'},
    ControlWord{"lquote", character, 0x2018},
    ControlWord{"rquote", character, 0x2019},
    ControlWord{"ldblquote", character, 0x201C},
    ControlWord{"rdblquote", character, 0x201D},
    ControlWord{"bullet", character, 0x2022},
    ControlWord{"endash", character, 0x2013},
    ControlWord{"emdash", character, 0x2014},
    ControlWord{"enspace", character, 0x2002},
    ControlWord{"emspace", character, 0x2003},
    ControlWord{"qmspace", character, 0x2005},
    ControlWord{"zwbo", character, 0x200B},
    ControlWord{"zwnj", character, 0x200C},
    ControlWord{"zwj", character, 0x200D},
    ControlWord{"ltrmark", character, 0x200E},
    ControlWord{"rtlmark", character, 0x200F},
    ControlWord{"zwnbo", character, 0x2060},
    ControlWord{"page", row_end},
    ControlWord{"column", row_end},
    ControlWord{"sect", row_end},
    ControlWord{"row", row_end},
    ControlWord{"nestrow", row_end},
    ControlWord{"cell", cell_end},
    ControlWord{"nestcell", cell_end},

    ControlWord{"u", unicode},
    ControlWord{"uc", unicode_skip},
    ControlWord{"f", font},
    ControlWord{"plain", plain},
    ControlWord{"v", hidden},
    ControlWord{"deff", default_font},
    ControlWord{"ansicpg", ansi_code_page},
    ControlWord{"ansi", code_page, 1252},
    ControlWord{"mac", code_page, 10000},
    ControlWord{"pc", code_page, 437},
    ControlWord{"pca", code_page, 850},
    ControlWord{"fcharset", font_charset},
    ControlWord{"cpg", font_code_page},
    ControlWord{"fromhtml", from_html},
    ControlWord{"fromtext", from_text},
    ControlWord{"htmlrtf", html_rtf},
    ControlWord{"htmltag", html_tag},

    ControlWord{"fonttbl", font_table},
    ControlWord{"pntext", list_text},
    ControlWord{"listtext", list_text},
    ControlWord{"mhtmltag", skipped},
    ControlWord{"colortbl", skipped},
    ControlWord{"filetbl", skipped},
    ControlWord{"stylesheet", skipped},
    ControlWord{"listtable", skipped},
    ControlWord{"listoverridetable", skipped},
    ControlWord{"revtbl", skipped},
    ControlWord{"rsidtbl", skipped},
    ControlWord{"info", skipped},
    ControlWord{"pict", skipped},
    ControlWord{"objclass", skipped},
    ControlWord{"objdata", skipped},
    ControlWord{"fldinst", skipped},
    ControlWord{"pntxta", skipped},
    ControlWord{"pntxtb", skipped},
    ControlWord{"header", skipped},
    ControlWord{"headerf", skipped},
    ControlWord{"headerl", skipped},
    ControlWord{"headerr", skipped},
    ControlWord{"footer", skipped},
    ControlWord{"footerf", skipped},
    ControlWord{"footerl", skipped},
    ControlWord{"footerr", skipped},
    ControlWord{"ftnsep", skipped},
    ControlWord{"ftnsepc", skipped},
    ControlWord{"ftncn", skipped},
    ControlWord{"xe", skipped},
    ControlWord{"tc", skipped},
    ControlWord{"tcn", skipped},
};

constexpr std::size_t slots = 256;
static_assert(words.size() < slots / 2);

constexpr std::size_t first_slot(std::string_view name) {
  wire::u32 hash = 0x811C9DC5;  // FNV-1a
  for (const auto letter : name) hash = (hash ^ static_cast<wire::u8>(letter)) * 0x01000193;
  return (hash ^ hash >> 16) % slots;
}

// By hash; a slot that is taken is followed by the next. 0 is an empty slot, n the word n - 1.
constexpr auto index = [] {
  std::array<wire::u8, slots> filled{};
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto slot = first_slot(words[i].name);
    while (filled[slot] != 0) slot = (slot + 1) % slots;
    filled[slot] = static_cast<wire::u8>(i + 1);
  }
  return filled;
}();

constexpr ControlWord unknown;

}  // namespace

const ControlWord& control_word(std::string_view name) {
  for (auto slot = first_slot(name); index[slot] != 0; slot = (slot + 1) % slots) {
    const auto& word = words[index[slot] - 1];
    if (word.name == name) return word;
  }
  return unknown;
}

}  // namespace mapigate::oxrtfex
