#pragma once

#include "protocol/oxcrops/rop.hpp"

// What follows RequestHead in the request of a ROP. `id` is the ROP it belongs to.

namespace mapigate::oxcrops {

// MS-OXCROPS section 2.2.15.3.1. There is no response.
using ReleaseRequest = PlainRequest<RopId::release>;

}  // namespace mapigate::oxcrops
