#include "protocol/oxomsg/conversation_index.hpp"

namespace mapigate::oxomsg {

ResponseLevel ResponseLevel::at(wire::FileTime header_time, wire::FileTime reply_time, wire::u8 random) {
  const auto ticks = reply_time > header_time ? reply_time.ticks - header_time.ticks : 0;
  // The bits of the difference that tell whether it is 1.7 years or more, as the section says it: those of
  // 0x00FE0000 in its high half.
  const bool long_ago = (ticks >> 32 & 0x00FE0000) != 0;
  ResponseLevel level;
  level.delta_code = long_ago;
  level.time_delta = static_cast<wire::u32>(ticks >> (long_ago ? 23 : 18)) & 0x7FFFFFFF;
  level.random = random;
  return level;
}

}  // namespace mapigate::oxomsg
