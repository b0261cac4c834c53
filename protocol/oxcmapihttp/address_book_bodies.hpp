#pragma once

#include <optional>

#include "protocol/oxcdata/error_code.hpp"
#include "protocol/oxnspi/stat.hpp"
#include "protocol/wire/fields.hpp"
#include "protocol/wire/guid.hpp"

// The bodies of the address book server endpoint, MS-OXCMAPIHTTP section 2.2.5.

namespace mapigate::oxcmapihttp {

// MS-OXCMAPIHTTP section 2.2.5.1.1
struct BindRequest {
  wire::u32 flags = 0;  // of oxnspi/bind.hpp
  std::optional<oxnspi::Stat> state;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    archive("State", wire::flagged(self.state));
    archive("AuxiliaryBuffer", wire::sized<wire::u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.1.2 and 2.2.5.1.3
struct BindResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  wire::Guid server_guid;
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("StatusCode", self.status_code);
    const bool success = self.status_code == 0;
    archive("ErrorCode", wire::when(success, self.error_code));
    archive("ServerGuid", wire::when(success, self.server_guid));
    archive("AuxiliaryBuffer", wire::sized<wire::u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP section 2.2.5.2.1
struct UnbindRequest {
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Reserved", wire::reserved(4));
    archive("AuxiliaryBuffer", wire::sized<wire::u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP sections 2.2.5.2.2 and 2.2.5.2.3
struct UnbindResponse {
  wire::u32 status_code = 0;
  oxcdata::ErrorCode error_code{};
  wire::Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("StatusCode", self.status_code);
    archive("ErrorCode", wire::when(self.status_code == 0, self.error_code));
    archive("AuxiliaryBuffer", wire::sized<wire::u32>(self.auxiliary_buffer));
  }
};

}  // namespace mapigate::oxcmapihttp
