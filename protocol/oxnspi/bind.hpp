#pragma once

#include "protocol/wire/bytes.hpp"

namespace mapigate::oxnspi {

// MS-OXNSPI section 2.2.1.11: the one flag of NspiBind, and of the Bind request type. The client asks for a
// logon without authentication.
inline constexpr wire::u32 anonymous_login = 0x00000020;

}  // namespace mapigate::oxnspi
