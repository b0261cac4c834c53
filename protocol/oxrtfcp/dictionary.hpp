#pragma once

#include <cstddef>
#include <string_view>

namespace mapigate::oxrtfcp {

// MS-OXRTFCP section 2.1.2.1: what both sides have in the dictionary before the first byte.
inline constexpr std::string_view preset =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
static_assert(preset.size() == 207);

// The dictionary is circular: the preset and the RTF behind it, of which the last 4096 bytes are known. Hence
// a place in it is a position in the two together modulo its size.
inline constexpr std::size_t dictionary_size = 4096;

// MS-OXRTFCP section 2.1.3.1.5: a reference has 12 bits of dictionary offset and 4 of length less 2. One to
// the place that is written next says that the data ends.
inline constexpr std::size_t min_match = 2;
inline constexpr std::size_t max_match = 17;
inline constexpr std::size_t max_distance = dictionary_size - 1;

}  // namespace mapigate::oxrtfcp
