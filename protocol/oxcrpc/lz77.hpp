#pragma once

#include <cstddef>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::oxcrpc {

// The LZ77 compression with DIRECT2 encoding of MS-OXCRPC section 3.1.4.1.1.2.

// Exactly `size_actual` bytes, or a failure: data that ends early, goes on after them, or refers to before
// the start.
wire::Result<wire::Bytes> decompress(wire::ByteView data, std::size_t size_actual);

// Empty where the result would not be smaller than `limit` bytes (an extended buffer must shrink to be sent
// compressed). `plain` is at most 65535 bytes.
wire::Bytes compress(wire::ByteView plain, std::size_t limit);

}  // namespace mapigate::oxcrpc
