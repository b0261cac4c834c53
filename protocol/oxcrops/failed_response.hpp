#pragma once

#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxcrops/rop_id.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::oxcrops {

// Writes the response of a ROP that failed as a whole, from RopId on. `handle_index` is the one of the
// request that response_index() names, `return_value` not success. What the layout of the ROP has behind
// ReturnValue in a failure too (RopReadStream, RopDeleteMessages, ...) is zero: nothing was read, written or
// done in part. Without it a client would take the next response for the rest of this one. Nothing is written
// for a ROP that no response with a handle index belongs to.
void write_failed_response(RopId id, wire::u8 handle_index, oxcdata::ErrorCode return_value,
                           wire::Writer& writer);

}  // namespace mapigate::oxcrops
