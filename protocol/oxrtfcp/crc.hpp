#pragma once

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxrtfcp {

// MS-OXRTFCP section 2.1.3.2: the polynomial and bit order of CRC-32, but begun with 0 and not inverted at
// the end. (PidTagRtfSyncBodyCrc and the hashes of named properties are other uses of it.)
wire::u32 crc(wire::ByteView bytes);

}  // namespace mapigate::oxrtfcp
