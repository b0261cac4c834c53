#pragma once

#include <vector>

#include "protocol/oxcrops/rop_id.hpp"
#include "protocol/wire/failure.hpp"
#include "protocol/wire/fields.hpp"

namespace mapigate::oxcrops {

// MS-OXCROPS section 2.2.1: a ROP input or output buffer, which is the payload of one extended buffer.
struct RopBuffer {
  wire::Bytes rops;                // RopsList: requests or responses, one after the other
  std::vector<wire::u32> handles;  // ServerObjectHandleTable

  static constexpr std::size_t size_of_rop_size = sizeof(wire::u16);  // RopSize counts itself
  static void fields(auto& self, auto& archive) {
    auto rop_size = static_cast<wire::u16>(self.rops.size() + size_of_rop_size);
    archive("RopSize", rop_size);
    archive.check(rop_size >= size_of_rop_size);
    archive("RopsList", wire::raw(rop_size - size_of_rop_size, self.rops));
    archive("ServerObjectHandleTable", wire::until_end(self.handles));
  }
};

// An unused entry of the handle table.
inline constexpr wire::u32 no_handle = 0xFFFFFFFF;

wire::Result<RopBuffer> parse_rop_buffer(wire::ByteView payload);
// Fault::too_long where the ROPs do not fit the 16-bit RopSize.
wire::Result<wire::Bytes> serialize(const RopBuffer& buffer);

// How every request in a RopsList begins. The third byte is the index of the input object's handle; for
// RopLogon that of the object it makes, for RopSaveChangesMessage, RopSaveChangesAttachment and
// RopSetMessageReadFlag ResponseHandleIndex.
//
// A request carries no length: where the next begins is known only by reading this one to its end. So
// (sections 2.2.2 and 3.2.5.1) a RopId that the table reserves, and a request that cannot be parsed, are an
// error of the whole Execute, ErrorCode::rpc_format. A ROP of the table that a server does not carry out is
// answered by a failure (failed_response.hpp), and its request read for nothing but its end (skip.hpp).
struct RequestHead {
  RopId rop_id{};
  wire::u8 logon_id = 0;
  wire::u8 handle_index = 0;

  static constexpr std::size_t wire_size = 3;
  static void fields(auto& self, auto& archive) {
    archive("RopId", self.rop_id);
    archive("LogonId", self.logon_id);
    archive("HandleIndex", self.handle_index);
  }
};

}  // namespace mapigate::oxcrops
