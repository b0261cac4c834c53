#pragma once

#include <cstdint>
#include <string_view>

namespace mapigate::oxcrops {

// MS-OXCROPS section 2.2.2. A value that the table reserves or lacks is kept as it is.
enum class RopId : std::uint8_t {
#define X(enumerator, value, name, response_index) enumerator = value,
#include "protocol/oxcrops/rop_ids.inc"
#undef X
};

// "RopOpenFolder"; empty for a value that the table reserves or lacks.
std::string_view name(RopId id);

// Which handle index of a request its failure response repeats.
enum class ResponseIndex : std::uint8_t {
  input,   // RequestHead::handle_index
  output,  // OutputHandleIndex, which follows the head, of ROPs that make a Server object from another
  none,    // there is no response, or only servers send this ROP
};
ResponseIndex response_index(RopId id);

}  // namespace mapigate::oxcrops
