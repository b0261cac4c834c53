#pragma once

#include <vector>

#include "protocol/oxcrops/rop.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::oxcrops {

// What a failed ROP answers (each "Failure Response Buffer" of MS-OXCROPS section 2.2): nothing follows
// ReturnValue. Of some ROPs more follows, where success and failure have one layout (RopReadStream, the ROPs
// that write streams, RopSetReadFlags, ...) or the destination is missing (RopCopyTo, ...): their own
// response structures say so, and write_failed_response() (failed_response.hpp) writes it of any ROP.
struct ErrorResponse {
  RopId rop_id{};
  wire::u8 handle_index = 0;
  oxcdata::ErrorCode return_value{};

  bool operator==(const ErrorResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RopId", self.rop_id);
    archive("HandleIndex", self.handle_index);
    archive("ReturnValue", self.return_value);
  }
};

// MS-OXCROPS section 2.2.15.1.1: always the last response; the requests it carries were not processed.
struct BufferTooSmallResponse {
  static constexpr RopId id = RopId::buffer_too_small;
  using Head = BareHead;

  wire::u16 size_needed = 0;
  wire::Bytes request_buffers;

  bool operator==(const BufferTooSmallResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("SizeNeeded", self.size_needed);
    archive("RequestBuffers", wire::rest(self.request_buffers));
  }
};

// MS-OXCROPS section 2.2.15.2.1.1
struct BackoffRop {
  RopId rop_id{};
  wire::u32 duration = 0;  // milliseconds

  bool operator==(const BackoffRop&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("RopIdBackoff", self.rop_id);
    archive("Duration", self.duration);
  }
};

// MS-OXCROPS section 2.2.15.2.1: the server is busy; the client waits before it sends ROPs of this logon, or
// these ROPs, again.
struct BackoffResponse {
  static constexpr RopId id = RopId::backoff;
  using Head = BareHead;

  wire::u8 logon_id = 0;
  wire::u32 duration = 0;  // milliseconds
  std::vector<BackoffRop> rops;
  wire::Bytes additional_data;

  bool operator==(const BackoffResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("LogonId", self.logon_id);
    archive("Duration", self.duration);
    archive("BackoffRopData", wire::counted<wire::u8>(self.rops));
    archive("AdditionalData", wire::sized<wire::u16>(self.additional_data));
  }
};

}  // namespace mapigate::oxcrops
