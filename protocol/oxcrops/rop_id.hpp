#pragma once

#include <cstdint>
#include <string_view>

namespace mapigate::oxcrops {

// MS-OXCROPS section 2.2.2. Values of the document's table have names; others are kept as they are.
enum class RopId : std::uint8_t {
  release = 0x01,
  get_properties_specific = 0x07,
  backoff = 0xF9,
  logon = 0xFE,
  buffer_too_small = 0xFF,
};

// "RopOpenFolder"; empty for a value that the table reserves or lacks.
std::string_view name(RopId id);

// Which handle index a response repeats after its RopId: that of the input object, or that of the object the
// ROP makes, which follows the input's in the request.
enum class ResponseIndex : std::uint8_t { input, output, none };
ResponseIndex response_index(RopId id);

}  // namespace mapigate::oxcrops
