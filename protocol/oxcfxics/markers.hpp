#pragma once

#include <string_view>

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxcfxics {

// MS-OXCFXICS section 2.2.4.1.4: what stands in a FastTransfer stream in the place of a property tag and has
// no value.
enum class Marker : wire::u32 {
#define X(enumerator, value, name) enumerator = value,
#include "protocol/oxcfxics/markers.inc"
#undef X
};

// Whether four bytes of a stream are a marker and not a property tag.
bool is_marker(wire::u32 value);
// "StartTopFld"; empty for what is no marker.
std::string_view name(Marker marker);

}  // namespace mapigate::oxcfxics
