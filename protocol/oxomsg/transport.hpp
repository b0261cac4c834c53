#pragma once

#include <string>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_value.hpp"
#include "protocol/oxcrops/rop.hpp"

// The ROPs of clients that send and deliver mail themselves: MS-OXCROPS sections 2.2.7.4 to 2.2.7.8.

namespace mapigate::oxomsg {

using oxcdata::ErrorCode;
using oxcrops::RopId;

// MS-OXCROPS section 2.2.7.4: the client becomes a spooler.
using SetSpoolerRequest = oxcrops::PlainRequest<RopId::set_spooler>;
using SetSpoolerResponse = oxcrops::PlainResponse<RopId::set_spooler>;

// MS-OXOMSG section 2.2.5.3.1.
enum class LockState : wire::u8 { lock = 0x00, unlock = 0x01, finished = 0x02 };

// MS-OXCROPS section 2.2.7.5.1.
struct SpoolerLockMessageRequest {
  static constexpr RopId id = RopId::spooler_lock_message;

  oxcdata::MessageId message_id{};
  LockState lock_state{};

  bool operator==(const SpoolerLockMessageRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("MessageId", self.message_id);
    archive("LockState", self.lock_state);
  }
};
// MS-OXCROPS section 2.2.7.5.2.
using SpoolerLockMessageResponse = oxcrops::PlainResponse<RopId::spooler_lock_message>;

// MS-OXCROPS section 2.2.7.6.1.
using TransportSendRequest = oxcrops::PlainRequest<RopId::transport_send>;

// MS-OXCROPS sections 2.2.7.6.2 and 2.2.7.6.3.
struct TransportSendResponse {
  static constexpr RopId id = RopId::transport_send;

  ErrorCode return_value{};
  bool no_properties_returned = false;
  std::vector<oxcdata::TaggedPropertyValue> property_values;  // where any are returned, with their count

  bool operator==(const TransportSendResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("NoPropertiesReturned", self.no_properties_returned);
    archive("PropertyValues",
            wire::when(!self.no_properties_returned, wire::counted<wire::u16>(self.property_values)));
  }
};

// MS-OXCROPS section 2.2.7.7.1.
struct TransportNewMailRequest {
  static constexpr RopId id = RopId::transport_new_mail;

  oxcdata::MessageId message_id{};
  oxcdata::FolderId folder_id{};
  std::string message_class;
  wire::u32 message_flags = 0;  // PidTagMessageFlags

  bool operator==(const TransportNewMailRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("MessageId", self.message_id);
    archive("FolderId", self.folder_id);
    archive("MessageClass", wire::ascii_z(self.message_class));
    archive("MessageFlags", self.message_flags);
  }
};
// MS-OXCROPS section 2.2.7.7.2.
using TransportNewMailResponse = oxcrops::PlainResponse<RopId::transport_new_mail>;

// MS-OXCROPS section 2.2.7.8.1.
using GetTransportFolderRequest = oxcrops::PlainRequest<RopId::get_transport_folder>;

// MS-OXCROPS sections 2.2.7.8.2 and 2.2.7.8.3.
struct GetTransportFolderResponse {
  static constexpr RopId id = RopId::get_transport_folder;

  ErrorCode return_value{};
  oxcdata::FolderId folder_id{};  // where the messages to be sent are

  bool operator==(const GetTransportFolderResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("FolderId", self.folder_id);
  }
};

}  // namespace mapigate::oxomsg
