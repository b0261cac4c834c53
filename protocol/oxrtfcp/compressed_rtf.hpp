#pragma once

#include <cstddef>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

// MS-OXRTFCP: the value of PidTagRtfCompressed.

namespace mapigate::oxrtfcp {

// More than any message body needs.
inline constexpr std::size_t default_max_size = std::size_t{64} << 20;

// The RTF, at most `max_size` bytes of it; Fault::limit beyond. Fault::invalid for an unknown COMPTYPE, a CRC
// that is not that of the contents, a reference to what is not yet in the dictionary; Fault::truncated where
// the value is shorter than COMPSIZE says or its contents end without the end marker; Fault::trailing where
// it is longer.
//
// RAWSIZE is not checked: the end marker says where the RTF ends (section 2.2.3.2).
wire::Result<wire::Bytes> decompress(wire::ByteView value, std::size_t max_size = default_max_size);

// A COMPRESSED value (section 2.1.3.1). Fault::too_long where it would not fit the 32 bits of COMPSIZE.
wire::Result<wire::Bytes> compress(wire::ByteView rtf);

// An UNCOMPRESSED value: the header and the RTF as it is.
wire::Result<wire::Bytes> store(wire::ByteView rtf);

}  // namespace mapigate::oxrtfcp
