#pragma once

#include "protocol/wire/bytes.hpp"

// SendOptions of a FastTransfer or synchronization download, MS-OXCFXICS section 2.2.3.1.1.1.1: how strings
// come (section 3.2.5.8.1.1), and where the stream goes.

namespace mapigate::oxcfxics {

inline constexpr wire::u8 send_unicode = 0x01;
inline constexpr wire::u8 send_use_cpid = 0x02;
inline constexpr wire::u8 send_for_upload = send_unicode | send_use_cpid;  // from one server to another
inline constexpr wire::u8 send_recover_mode = 0x04;
inline constexpr wire::u8 send_force_unicode = 0x08;
inline constexpr wire::u8 send_partial_item = 0x10;

}  // namespace mapigate::oxcfxics
