#pragma once

#include "protocol/wire/bytes.hpp"

// What an encoded GLOBSET consists of, MS-OXCFXICS section 2.2.2.6 and its subsections.

namespace mapigate::oxcfxics {

inline constexpr unsigned globcnt_size = 6;  // bytes

inline constexpr wire::u8 end_command = 0x00;
// The commands 1 to 6 push that many bytes. (Section 3.1.5.4.3.2.1 says 2 to 6, section 2.2.2.6.1 and the
// examples 1 to 6.)
inline constexpr wire::u8 max_push_command = 0x06;
inline constexpr wire::u8 bitmask_command = 0x42;
inline constexpr wire::u8 pop_command = 0x50;
inline constexpr wire::u8 range_command = 0x52;

}  // namespace mapigate::oxcfxics
