#pragma once

#include <array>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcfxics/rops_send_options.hpp"
#include "protocol/oxcrops/rop.hpp"

// FastTransfer from the server to the client. The four that begin a download make a download context, which
// RopFastTransferSourceGetBuffer reads; RopSynchronizationConfigure and RopSynchronizationGetTransferState
// (rops_synchronization.hpp) make others.

namespace mapigate::oxcfxics {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.12.7.1
struct FastTransferSourceCopyToRequest {
  static constexpr RopId id = RopId::fast_transfer_source_copy_to;
  // CopyFlags, MS-OXCFXICS section 2.2.3.1.1.1.1.
  static constexpr wire::u32 move = 0x00000001;
  static constexpr wire::u32 best_body = 0x00002000;

  wire::u8 output_handle_index = 0;
  wire::u8 level = 0;  // nonzero to leave out what is within the object
  wire::u32 copy_flags = 0;
  wire::u8 send_options = 0;
  std::vector<oxcdata::PropertyTag> property_tags;  // that are left out

  bool operator==(const FastTransferSourceCopyToRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("Level", self.level);
    archive("CopyFlags", self.copy_flags);
    archive("SendOptions", self.send_options);
    archive("PropertyTags", wire::counted<wire::u16>(self.property_tags));
  }
};
// MS-OXCROPS section 2.2.12.7.2
using FastTransferSourceCopyToResponse = oxcrops::PlainResponse<RopId::fast_transfer_source_copy_to>;

// MS-OXCROPS section 2.2.12.8.1
struct FastTransferSourceCopyPropertiesRequest {
  static constexpr RopId id = RopId::fast_transfer_source_copy_properties;
  // CopyFlags, MS-OXCFXICS section 2.2.3.1.1.2.1.
  static constexpr wire::u8 move = 0x01;

  wire::u8 output_handle_index = 0;
  wire::u8 level = 0;  // nonzero to leave out what is within the object
  wire::u8 copy_flags = 0;
  wire::u8 send_options = 0;
  std::vector<oxcdata::PropertyTag> property_tags;  // that are wanted

  bool operator==(const FastTransferSourceCopyPropertiesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("Level", self.level);
    archive("CopyFlags", self.copy_flags);
    archive("SendOptions", self.send_options);
    archive("PropertyTags", wire::counted<wire::u16>(self.property_tags));
  }
};
// MS-OXCROPS section 2.2.12.8.2
using FastTransferSourceCopyPropertiesResponse =
    oxcrops::PlainResponse<RopId::fast_transfer_source_copy_properties>;

// MS-OXCROPS section 2.2.12.6.1
struct FastTransferSourceCopyMessagesRequest {
  static constexpr RopId id = RopId::fast_transfer_source_copy_messages;
  // CopyFlags, MS-OXCFXICS section 2.2.3.1.1.3.1.
  static constexpr wire::u8 move = 0x01;
  static constexpr wire::u8 best_body = 0x10;
  static constexpr wire::u8 send_entry_id = 0x20;  // the identification of messages and changes too

  wire::u8 output_handle_index = 0;
  std::vector<oxcdata::MessageId> message_ids;
  wire::u8 copy_flags = 0;
  wire::u8 send_options = 0;

  bool operator==(const FastTransferSourceCopyMessagesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("MessageIds", wire::counted<wire::u16>(self.message_ids));
    archive("CopyFlags", self.copy_flags);
    archive("SendOptions", self.send_options);
  }
};
// MS-OXCROPS section 2.2.12.6.2
using FastTransferSourceCopyMessagesResponse =
    oxcrops::PlainResponse<RopId::fast_transfer_source_copy_messages>;

// MS-OXCROPS section 2.2.12.5.1
struct FastTransferSourceCopyFolderRequest {
  static constexpr RopId id = RopId::fast_transfer_source_copy_folder;
  // CopyFlags, MS-OXCFXICS section 2.2.3.1.1.4.1.
  static constexpr wire::u8 move = 0x01;
  static constexpr wire::u8 copy_subfolders = 0x10;

  wire::u8 output_handle_index = 0;
  wire::u8 copy_flags = 0;
  wire::u8 send_options = 0;

  bool operator==(const FastTransferSourceCopyFolderRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("CopyFlags", self.copy_flags);
    archive("SendOptions", self.send_options);
  }
};
// MS-OXCROPS section 2.2.12.5.2
using FastTransferSourceCopyFolderResponse = oxcrops::PlainResponse<RopId::fast_transfer_source_copy_folder>;

// MS-OXCROPS section 2.2.12.4.1
struct FastTransferSourceGetBufferRequest {
  static constexpr RopId id = RopId::fast_transfer_source_get_buffer;
  // In place of buffer_size: as much as the output buffer has room for, at most maximum_buffer_size.
  static constexpr wire::u16 server_decides = 0xBABE;

  wire::u16 buffer_size = server_decides;  // bytes
  wire::u16 maximum_buffer_size = 0;       // bytes; of server_decides

  bool operator==(const FastTransferSourceGetBufferRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("BufferSize", self.buffer_size);
    archive("MaximumBufferSize", wire::when(self.buffer_size == server_decides, self.maximum_buffer_size));
  }
};

// MS-OXCFXICS section 2.2.3.1.1.5.2
enum class TransferStatus : wire::u16 { error = 0x0000, partial = 0x0001, no_room = 0x0002, done = 0x0003 };

// MS-OXCROPS section 2.2.12.4.2: success and failure.
struct FastTransferSourceGetBufferResponse {
  static constexpr RopId id = RopId::fast_transfer_source_get_buffer;

  oxcdata::ErrorCode return_value{};
  TransferStatus transfer_status{};
  wire::u16 in_progress_count = 0;  // steps done, of total_step_count; to be shown only
  wire::u16 total_step_count = 0;
  wire::Bytes transfer_buffer;
  wire::u32 backoff_time = 0;  // milliseconds; of ec_server_busy

  bool operator==(const FastTransferSourceGetBufferResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ReturnValue", self.return_value);
    archive("TransferStatus", self.transfer_status);
    archive("InProgressCount", self.in_progress_count);
    archive("TotalStepCount", self.total_step_count);
    archive("Reserved", wire::reserved(1));
    archive("TransferBuffer", wire::sized<wire::u16>(self.transfer_buffer));
    archive("BackoffTime",
            wire::when(self.return_value == oxcdata::ErrorCode::ec_server_busy, self.backoff_time));
  }
};

// MS-OXCROPS section 2.2.12.9.1: in an upload from server to client to server, the version of the other
// server.
struct TellVersionRequest {
  static constexpr RopId id = RopId::tell_version;

  std::array<wire::u16, 3> version{};  // as EcDoConnectEx gives it

  bool operator==(const TellVersionRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("Version", self.version); }
};
// MS-OXCROPS section 2.2.12.9.2
using TellVersionResponse = oxcrops::PlainResponse<RopId::tell_version>;

}  // namespace mapigate::oxcfxics
