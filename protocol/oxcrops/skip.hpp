#pragma once

#include "protocol/oxcrops/rop_id.hpp"
#include "protocol/wire/reader.hpp"

namespace mapigate::oxcrops {

// Reads the request of a ROP, behind its head, for nothing but its end: a request has no length of its own.
// False where MS-OXCROPS section 2.2.2 has no such request; otherwise the reader tells whether it could be
// read.
bool skip_request(RopId id, wire::Reader& reader);

}  // namespace mapigate::oxcrops
