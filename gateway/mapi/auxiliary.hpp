#pragma once

#include <optional>

#include "protocol/oxcdata/error_code.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::mapi {

// RPC_X_BAD_STUB_DATA: the status of a request whose buffer is longer than it may be ([MS-OXCRPC]
// section 3.1.4.2).
inline constexpr wire::u32 bad_stub_data = 0x000006F7;

// Whether an auxiliary buffer of a client is in order: the error to answer if not. Blocks that are not known
// are no error ([MS-OXCRPC] section 3.1.4.1.2).
std::optional<oxcdata::ErrorCode> check_auxiliary(wire::ByteView buffer);

// What a client learns from the answer to its Connect ([MS-OXCRPC] section 3.1.4.1.1.1.2).
wire::Bytes connect_auxiliary();

}  // namespace mapigate::mapi
