#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"
#include "protocol/wire/guid.hpp"

// Auxiliary blocks: what client and server tell each other beside the calls, MS-OXCRPC sections 2.2.2.2
// and 3.1.4.1.2.

namespace mapigate::oxcrpc {

// The Version of AUX_HEADER.
inline constexpr wire::u8 aux_version_1 = 0x01;
inline constexpr wire::u8 aux_version_2 = 0x02;

// The Version and Type of AUX_HEADER, which together say what follows.
struct AuxId {
  wire::u8 version = 0;
  wire::u8 type = 0;
  bool operator==(const AuxId&) const = default;
};

// A block that is not known, or known and malformed: what follows its AUX_HEADER. Clients' performance
// reports (the
// ..._SUCCESS and ..._FAILURE blocks) stay in this form. A receiver ignores what it does not know
// (section 3.1.4.1.2).
struct AuxRaw {
  wire::Bytes data;
  bool operator==(const AuxRaw&) const = default;
};

// Sent by clients.

// Section 2.2.2.2.1
struct AuxPerfRequestId {
  static constexpr AuxId id{aux_version_1, 0x01};
  wire::u16 session_id = 0;
  wire::u16 request_id = 0;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfRequestId&) const = default;
};

// Section 2.2.2.2.2
struct AuxPerfSessionInfo {
  static constexpr AuxId id{aux_version_1, 0x04};
  wire::u16 session_id = 0;
  wire::Guid session_guid;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfSessionInfo&) const = default;
};

// Section 2.2.2.2.3
struct AuxPerfSessionInfoV2 {
  static constexpr AuxId id{aux_version_2, 0x04};
  wire::u16 session_id = 0;
  wire::Guid session_guid;
  wire::u32 connection_id = 0;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfSessionInfoV2&) const = default;
};

enum class ClientMode : wire::u16 { unknown = 0, classic = 1, cached = 2 };

// Section 2.2.2.2.4
struct AuxPerfClientInfo {
  static constexpr AuxId id{aux_version_1, 0x02};
  wire::u32 adapter_speed = 0;  // kbit/s
  wire::u16 client_id = 0;
  ClientMode client_mode = ClientMode::unknown;
  std::u16string machine_name;
  std::u16string user_name;
  wire::Bytes client_ip;  // 4 or 16 bytes
  wire::Bytes client_ip_mask;
  std::u16string adapter_name;
  wire::Bytes mac_address;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfClientInfo&) const = default;
};

// Section 2.2.2.2.6
struct AuxPerfProcessInfo {
  static constexpr AuxId id{aux_version_2, 0x0B};
  wire::u16 process_id = 0;
  wire::Guid process_guid;
  std::u16string process_name;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfProcessInfo&) const = default;
};

// Section 2.2.2.2.18
struct AuxPerfAccountInfo {
  static constexpr AuxId id{aux_version_1, 0x18};
  wire::u16 client_id = 0;
  wire::Guid account;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfAccountInfo&) const = default;
};

// Section 2.2.2.2.21
struct AuxClientConnectionInfo {
  static constexpr AuxId id{aux_version_1, 0x4A};
  wire::Guid connection_guid;
  wire::u32 connection_attempts = 0;
  wire::u32 connection_flags = 0;  // 1: cached mode
  std::u16string connection_context_info;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxClientConnectionInfo&) const = default;
};

// Sent by servers.

// Section 2.2.2.2.15
struct AuxClientControl {
  static constexpr AuxId id{aux_version_1, 0x0A};
  static constexpr wire::u32 enable_perf_send_to_server = 0x00000001;
  static constexpr wire::u32 enable_compression = 0x00000004;
  static constexpr wire::u32 enable_http_tunneling = 0x00000008;
  static constexpr wire::u32 enable_perf_send_gc_data = 0x00000010;

  wire::u32 enable_flags = 0;
  wire::u32 expiry_time = 0;  // milliseconds for which a client keeps unsent performance data
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxClientControl&) const = default;
};

// Section 2.2.2.2.16
struct AuxOsVersionInfo {
  static constexpr AuxId id{aux_version_1, 0x16};
  wire::u32 major_version = 0;
  wire::u32 minor_version = 0;
  wire::u32 build_number = 0;
  wire::u16 service_pack_major = 0;
  wire::u16 service_pack_minor = 0;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxOsVersionInfo&) const = default;
};

// Section 2.2.2.2.17. A client that gets no such block takes public folders to be there.
struct AuxExOrgInfo {
  static constexpr AuxId id{aux_version_1, 0x17};
  static constexpr wire::u32 public_folders_enabled = 0x00000001;
  static constexpr wire::u32 use_autodiscover_for_public_folder_configuration = 0x00000002;

  wire::u32 org_flags = 0;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxExOrgInfo&) const = default;
};

// Section 2.2.2.2.19
struct AuxServerCapabilities {
  static constexpr AuxId id{aux_version_1, 0x46};
  static constexpr wire::u32 packed_fast_transfer_upload_buffers = 0x00000001;
  static constexpr wire::u32 packed_write_stream_upload_buffers = 0x00000002;
  static constexpr wire::u32 ultra_large_packed_download_buffers = 0x00000008;

  wire::u32 server_capability_flags = 0;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxServerCapabilities&) const = default;
};

// Section 2.2.2.2.20
struct AuxEndpointCapabilities {
  static constexpr AuxId id{aux_version_1, 0x48};
  static constexpr wire::u32 single_endpoint = 0x00000001;

  wire::u32 endpoint_capability_flags = 0;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxEndpointCapabilities&) const = default;
};

// Section 2.2.2.2.22
struct AuxServerSessionInfo {
  static constexpr AuxId id{aux_version_1, 0x4B};
  std::u16string server_session_context_info;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxServerSessionInfo&) const = default;
};

using AuxPayload = std::variant<AuxRaw, AuxPerfRequestId, AuxPerfSessionInfo, AuxPerfSessionInfoV2,
                                AuxPerfClientInfo, AuxPerfProcessInfo, AuxPerfAccountInfo,
                                AuxClientConnectionInfo, AuxClientControl, AuxOsVersionInfo, AuxExOrgInfo,
                                AuxServerCapabilities, AuxEndpointCapabilities, AuxServerSessionInfo>;

// AUX_HEADER and what follows it.
struct AuxBlock {
  AuxId id;
  AuxPayload payload;
  bool operator==(const AuxBlock&) const = default;
};

// A block with the id that belongs to the payload.
template <class Payload>
AuxBlock aux_block(Payload payload) {
  return {Payload::id, std::move(payload)};
}

// "AUX_TYPE_PERF_CLIENTINFO", or "version 1 type 0x52" for an unknown one.
std::string aux_name(AuxId id);

// The blocks of one auxiliary payload, as decode_single() gives it. Fails only where the next block cannot be
// found: a Size below that of the header, or beyond the end; or there are more than 1026 of them.
wire::Result<std::vector<AuxBlock>> parse_auxiliary(wire::ByteView payload);

// Blocks are padded to a multiple of 4 bytes. Fault::too_long where a block does not fit its 16-bit Size.
wire::Result<wire::Bytes> serialize_auxiliary(const std::vector<AuxBlock>& blocks);

}  // namespace mapigate::oxcrpc
