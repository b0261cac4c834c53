#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace mapigate::oxcdata {

// MS-OXCDATA section 2.4. The values a server of this project returns or looks at have enumerators; any other
// value is valid too and is kept.
enum class ErrorCode : std::uint32_t {
  success = 0x00000000,            // S_OK, ecNone
  call_failed = 0x80004005,        // MAPI_E_CALL_FAILED, ecError
  out_of_memory = 0x8007000E,      // MAPI_E_NOT_ENOUGH_MEMORY, ecMAPIOOM
  invalid_parameter = 0x80070057,  // MAPI_E_INVALID_PARAMETER, ecInvalidParam
  access_denied = 0x80070005,      // MAPI_E_NO_ACCESS, ecAccessDenied
  not_supported = 0x80040102,      // MAPI_E_NO_SUPPORT, ecNotSupported
  not_found = 0x8004010F,          // MAPI_E_NOT_FOUND, ecNotFound
  logon_failed = 0x80040111,       // MAPI_E_LOGON_FAILED, ecLoginFailure
  too_complex = 0x80040117,        // MAPI_E_TOO_COMPLEX, ecTooComplex
  unknown_user = 0x000003EB,       // ecUnknownUser
  not_initialized = 0x80040605,    // MAPI_E_NOT_INITIALIZED, ecNotInitialized
  rpc_format = 0x000004B6,         // ecRpcFormat: the ROP requests cannot be parsed
  null_object = 0x000004B9,        // ecNullObject: a handle index that refers to nothing
  buffer_too_small = 0x0000047D,   // ecBufferTooSmall
  rpc_failed = 0x80040115,         // MAPI_E_NETWORK_ERROR, ecRpcFailed
};

// "ecRpcFormat", or "0x000004B6" where the table has no such value.
std::string to_string(ErrorCode code);
// What the table says of it; empty for an unknown value.
std::string_view description(ErrorCode code);

}  // namespace mapigate::oxcdata
