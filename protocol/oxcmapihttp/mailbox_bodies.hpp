#pragma once

#include <string>

#include "protocol/oxcdata/error_code.hpp"
#include "protocol/wire/fields.hpp"

// The bodies of the mailbox server endpoint, MS-OXCMAPIHTTP section 2.2.4. Read with wire::parse<T>(),
// written with wire::serialize(). In every response `status_code` is 0 on success; otherwise only it and the
// auxiliary buffer are on the wire. The auxiliary buffers are extended buffers (MS-OXCRPC section 3.1.4.1.1).

namespace mapigate::oxcmapihttp {

using oxcdata::ErrorCode;
using wire::Bytes;
using wire::u32;

// MS-OXCMAPIHTTP section 2.2.4.1.1
struct ConnectRequest {
  std::string user_dn;
  u32 flags = 0;
  u32 default_code_page = 0;
  u32 lcid_sort = 0;
  u32 lcid_string = 0;
  Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("UserDn", wire::ascii_z(self.user_dn));
    archive("Flags", self.flags);
    archive("DefaultCodePage", self.default_code_page);
    archive("LcidSort", self.lcid_sort);
    archive("LcidString", self.lcid_string);
    archive("AuxiliaryBuffer", wire::sized<u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP sections 2.2.4.1.2 (success) and 2.2.4.1.3 (failure)
struct ConnectResponse {
  u32 status_code = 0;
  ErrorCode error_code{};
  u32 polls_max = 0;  // milliseconds
  u32 retry_count = 0;
  u32 retry_delay = 0;  // milliseconds
  std::string dn_prefix;
  std::u16string display_name;
  Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("StatusCode", self.status_code);
    const bool success = self.status_code == 0;
    archive("ErrorCode", wire::when(success, self.error_code));
    archive("PollsMax", wire::when(success, self.polls_max));
    archive("RetryCount", wire::when(success, self.retry_count));
    archive("RetryDelay", wire::when(success, self.retry_delay));
    archive("DnPrefix", wire::when(success, wire::ascii_z(self.dn_prefix)));
    archive("DisplayName", wire::when(success, wire::utf16_z(self.display_name)));
    archive("AuxiliaryBuffer", wire::sized<u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP section 2.2.4.2.1
struct ExecuteRequest {
  u32 flags = 0;
  Bytes rop_buffer;  // a chain of extended buffers
  u32 max_rop_out = 0;
  Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    archive("RopBuffer", wire::sized<u32>(self.rop_buffer));
    archive("MaxRopOut", self.max_rop_out);
    archive("AuxiliaryBuffer", wire::sized<u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP sections 2.2.4.2.2 and 2.2.4.2.3
struct ExecuteResponse {
  u32 status_code = 0;
  ErrorCode error_code{};
  u32 flags = 0;
  Bytes rop_buffer;
  Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("StatusCode", self.status_code);
    const bool success = self.status_code == 0;
    archive("ErrorCode", wire::when(success, self.error_code));
    archive("Flags", wire::when(success, self.flags));
    archive("RopBuffer", wire::when(success, wire::sized<u32>(self.rop_buffer)));
    archive("AuxiliaryBuffer", wire::sized<u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP section 2.2.4.3.1
struct DisconnectRequest {
  Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("AuxiliaryBuffer", wire::sized<u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP sections 2.2.4.3.2 and 2.2.4.3.3
struct DisconnectResponse {
  u32 status_code = 0;
  ErrorCode error_code{};
  Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("StatusCode", self.status_code);
    archive("ErrorCode", wire::when(self.status_code == 0, self.error_code));
    archive("AuxiliaryBuffer", wire::sized<u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP section 2.2.4.4.1
struct NotificationWaitRequest {
  u32 flags = 0;
  Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("Flags", self.flags);
    archive("AuxiliaryBuffer", wire::sized<u32>(self.auxiliary_buffer));
  }
};

// MS-OXCMAPIHTTP sections 2.2.4.4.2 and 2.2.4.4.3
struct NotificationWaitResponse {
  u32 status_code = 0;
  ErrorCode error_code{};
  u32 event_pending = 0;  // 1 where an event waits, 0 otherwise
  Bytes auxiliary_buffer;

  static void fields(auto& self, auto& archive) {
    archive("StatusCode", self.status_code);
    const bool success = self.status_code == 0;
    archive("ErrorCode", wire::when(success, self.error_code));
    archive("EventPending", wire::when(success, self.event_pending));
    archive("AuxiliaryBuffer", wire::sized<u32>(self.auxiliary_buffer));
  }
};

}  // namespace mapigate::oxcmapihttp
