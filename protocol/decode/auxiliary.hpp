#pragma once

#include "protocol/decode/tree.hpp"

namespace mapigate::decode {

// The blocks of one auxiliary payload (MS-OXCRPC section 2.2.2.2), as oxcrpc::decode_single() gives it: one
// child of `node` for each, with its fields. A block that is not known has its bytes as its text.
void auxiliary_blocks(wire::ByteView payload, Node& node);

}  // namespace mapigate::decode
