#pragma once

#include <cstddef>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

// LZ77 with the DIRECT2 encoding, MS-OXCRPC section 3.1.4.1.1.2. (The same as Plain LZ77 of MS-XCA
// section 2.3, up to the sizes an extended buffer can have.)

namespace mapigate::oxcrpc {

// Exactly `size_actual` bytes, at most 65535, or a failure: data that ends early, goes on behind the last
// byte, or refers to before the first.
wire::Result<wire::Bytes> decompress(wire::ByteView data, std::size_t size_actual);

// Empty where the result would not be smaller than `limit` bytes: an extended buffer is sent compressed only
// where that makes it shorter. `plain` is at most 65535 bytes; above it the result is empty too.
wire::Bytes compress(wire::ByteView plain, std::size_t limit);

}  // namespace mapigate::oxcrpc
