#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.4. A value outside the table is kept as it is. Where a name stands twice in the
// document the second has the ec name as its enumerator (ec_server_busy).
enum class ErrorCode : std::uint32_t {
#define X(enumerator, value, name, ec_name) enumerator = value,
#include "protocol/oxcdata/error_codes.inc"
#undef X
};

// As the document's table names it: "RpcFormat"; empty for a value outside the table.
std::string_view name(ErrorCode code);
// For people: "ecRpcFormat (0x000004B6)", the document's name where there is no ec name, or only the number.
std::string to_string(ErrorCode code);

}  // namespace mapigate::oxcdata
