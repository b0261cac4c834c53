#pragma once

#include <array>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcrops/rop.hpp"

// Read and unread, and the status of messages: MS-OXCROPS sections 2.2.6.8 to 2.2.6.11.

namespace mapigate::oxcmsg {

using oxcdata::ErrorCode;
using oxcdata::MessageId;
using oxcrops::RopId;

// MessageStatusFlags: PidTagMessageStatus (MS-OXCMSG section 2.2.1.8).
inline constexpr wire::u32 status_in_conflict = 0x00000800;
inline constexpr wire::u32 status_remote_download = 0x00001000;
inline constexpr wire::u32 status_remote_delete = 0x00002000;

// ReadFlags (MS-OXCMSG section 2.2.3.10.1); none: the message becomes read and a receipt is sent.
inline constexpr wire::u8 read_suppress_receipt = 0x01;       // read, and no receipt is sent
inline constexpr wire::u8 read_clear_read_flag = 0x04;        // unread; with read_suppress_receipt
inline constexpr wire::u8 read_generate_receipt_only = 0x10;  // a receipt is sent, the message stays as it is
inline constexpr wire::u8 read_clear_notify_read = 0x20;      // no receipt will be sent when it is read
inline constexpr wire::u8 read_clear_notify_unread = 0x40;    // nor when it is deleted unread

// MS-OXCROPS section 2.2.6.8.1.
struct SetMessageStatusRequest {
  static constexpr RopId id = RopId::set_message_status;

  MessageId message_id{};
  wire::u32 message_status_flags = 0;
  wire::u32 message_status_mask = 0;  // which of the flags change

  bool operator==(const SetMessageStatusRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("MessageId", self.message_id);
    archive("MessageStatusFlags", self.message_status_flags);
    archive("MessageStatusMask", self.message_status_mask);
  }
};

// MS-OXCROPS sections 2.2.6.8.2, 2.2.6.8.3, 2.2.6.9.2 and 2.2.6.9.3.
template <RopId rop>
struct MessageStatusResponse {
  static constexpr RopId id = rop;

  ErrorCode return_value{};
  wire::u32 message_status_flags = 0;

  bool operator==(const MessageStatusResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("MessageStatusFlags", self.message_status_flags);
  }
};
using SetMessageStatusResponse = MessageStatusResponse<RopId::set_message_status>;

// MS-OXCROPS section 2.2.6.9.1.
struct GetMessageStatusRequest {
  static constexpr RopId id = RopId::get_message_status;

  MessageId message_id{};

  bool operator==(const GetMessageStatusRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("MessageId", self.message_id); }
};
// Servers may answer with the RopId of RopSetMessageStatus instead: Gromox does, and OpenChange takes the
// response for one.
using GetMessageStatusResponse = MessageStatusResponse<RopId::get_message_status>;

// MS-OXCROPS section 2.2.6.10.1.
struct SetReadFlagsRequest {
  static constexpr RopId id = RopId::set_read_flags;

  bool want_asynchronous = false;  // RopProgress may answer first
  wire::u8 read_flags = 0;
  std::vector<MessageId> message_ids;

  bool operator==(const SetReadFlagsRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("WantAsynchronous", self.want_asynchronous);
    archive("ReadFlags", self.read_flags);
    archive("MessageIds", wire::counted<wire::u16>(self.message_ids));
  }
};

// MS-OXCROPS section 2.2.6.10.2. A failure has a PartialCompletion too.
struct SetReadFlagsResponse {
  static constexpr RopId id = RopId::set_read_flags;

  ErrorCode return_value{};
  bool partial_completion = false;  // some of the messages could not be changed

  bool operator==(const SetReadFlagsResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ReturnValue", self.return_value);
    archive("PartialCompletion", self.partial_completion);
  }
};

// The LongTermID of a message as a client sends it, to get it back as it is.
using ClientData = std::array<wire::u8, 24>;

// MS-OXCROPS section 2.2.6.11.1. RequestHead has the ResponseHandleIndex, of the folder.
struct SetMessageReadFlagRequest {
  static constexpr RopId id = RopId::set_message_read_flag;

  bool private_logon = true;  // not on the wire: oxcrops/rop.hpp

  wire::u8 input_handle_index = 0;
  wire::u8 read_flags = 0;
  ClientData client_data{};  // not for a mailbox

  bool operator==(const SetMessageReadFlagRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("InputHandleIndex", self.input_handle_index);
    archive("ReadFlags", self.read_flags);
    archive("ClientData", wire::when(!self.private_logon, self.client_data));
  }
};

// MS-OXCROPS sections 2.2.6.11.2 and 2.2.6.11.3.
struct SetMessageReadFlagResponse {
  static constexpr RopId id = RopId::set_message_read_flag;

  ErrorCode return_value{};
  bool read_status_changed = false;  // and this is in public folders: for a mailbox always false
  wire::u8 logon_id = 0;             // only where it changed, as is client_data
  ClientData client_data{};          // of the request

  bool operator==(const SetMessageReadFlagResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("ReadStatusChanged", self.read_status_changed);
    archive("LogonId", wire::when(self.read_status_changed, self.logon_id));
    archive("ClientData", wire::when(self.read_status_changed, self.client_data));
  }
};

}  // namespace mapigate::oxcmsg
