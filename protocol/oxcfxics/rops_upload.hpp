#pragma once

#include "protocol/oxcrops/rop.hpp"

// FastTransfer from the client to the server.

namespace mapigate::oxcfxics {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.12.1.1
struct FastTransferDestinationConfigureRequest {
  static constexpr RopId id = RopId::fast_transfer_destination_configure;
  // Which ROP the stream came out of, MS-OXCFXICS section 2.2.3.1.2.1.1.
  enum class SourceOperation : wire::u8 {
    copy_to = 0x01,
    copy_properties = 0x02,
    copy_messages = 0x03,
    copy_folder = 0x04,
  };
  // CopyFlags, the same section.
  static constexpr wire::u8 move = 0x01;

  wire::u8 output_handle_index = 0;
  SourceOperation source_operation{};
  wire::u8 copy_flags = 0;

  bool operator==(const FastTransferDestinationConfigureRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("SourceOperation", self.source_operation);
    archive("CopyFlags", self.copy_flags);
  }
};
// MS-OXCROPS section 2.2.12.1.2
using FastTransferDestinationConfigureResponse =
    oxcrops::PlainResponse<RopId::fast_transfer_destination_configure>;

// MS-OXCROPS sections 2.2.12.2.1 and 2.2.12.3.1
template <RopId rop>
struct PutBufferRequest {
  static constexpr RopId id = rop;

  wire::Bytes transfer_data;

  bool operator==(const PutBufferRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("TransferData", wire::sized<wire::u16>(self.transfer_data));
  }
};
using FastTransferDestinationPutBufferRequest = PutBufferRequest<RopId::fast_transfer_destination_put_buffer>;
using FastTransferDestinationPutBufferExtendedRequest =
    PutBufferRequest<RopId::fast_transfer_destination_put_buffer_extended>;

// MS-OXCROPS sections 2.2.12.2.2 and 2.2.12.3.2: success and failure. N is the type of the counts.
template <RopId rop, class N>
struct PutBufferResponse {
  static constexpr RopId id = rop;

  oxcdata::ErrorCode return_value{};
  wire::u16 transfer_status = 0;  // of no meaning
  N in_progress_count = 0;        // steps done, of total_step_count; to be shown only
  N total_step_count = 0;
  wire::u16 buffer_used_size = 0;  // bytes; less than were sent only in failure

  bool operator==(const PutBufferResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ReturnValue", self.return_value);
    archive("TransferStatus", self.transfer_status);
    archive("InProgressCount", self.in_progress_count);
    archive("TotalStepCount", self.total_step_count);
    archive("Reserved", wire::reserved(1));
    archive("BufferUsedSize", self.buffer_used_size);
  }
};
using FastTransferDestinationPutBufferResponse =
    PutBufferResponse<RopId::fast_transfer_destination_put_buffer, wire::u16>;
using FastTransferDestinationPutBufferExtendedResponse =
    PutBufferResponse<RopId::fast_transfer_destination_put_buffer_extended, wire::u32>;

}  // namespace mapigate::oxcfxics
