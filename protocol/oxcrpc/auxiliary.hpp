#pragma once

#include <string>
#include <variant>
#include <vector>

#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"
#include "protocol/wire/guid.hpp"

namespace mapigate::oxcrpc {

// MS-OXCRPC section 2.2.2.2: the Version of AUX_HEADER.
inline constexpr wire::u8 aux_version_1 = 0x01;
inline constexpr wire::u8 aux_version_2 = 0x02;

// A block that is unknown, or known and malformed: what follows its AUX_HEADER. Performance reports stay in
// this form.
struct AuxRaw {
  wire::Bytes data;
};

// Sent by clients.

// MS-OXCRPC section 2.2.2.2.1
struct AuxPerfRequestId {
  wire::u16 session_id = 0;
  wire::u16 request_id = 0;
};
// MS-OXCRPC section 2.2.2.2.2; with connection_id section 2.2.2.2.3 (version 2)
struct AuxPerfSessionInfo {
  wire::u16 session_id = 0;
  wire::Guid session_guid;
};
struct AuxPerfSessionInfoV2 {
  wire::u16 session_id = 0;
  wire::Guid session_guid;
  wire::u32 connection_id = 0;
};
enum class ClientMode : wire::u16 { unknown = 0, classic = 1, cached = 2 };
// MS-OXCRPC section 2.2.2.2.4
struct AuxPerfClientInfo {
  wire::u32 adapter_speed = 0;  // kbit/s
  wire::u16 client_id = 0;
  ClientMode client_mode = ClientMode::unknown;
  std::u16string machine_name;
  std::u16string user_name;
  wire::Bytes client_ip;  // 4 or 16 bytes
  wire::Bytes client_ip_mask;
  std::u16string adapter_name;
  wire::Bytes mac_address;
};
// MS-OXCRPC section 2.2.2.2.6
struct AuxPerfProcessInfo {
  wire::u16 process_id = 0;
  wire::Guid process_guid;
  std::u16string process_name;
};
// MS-OXCRPC section 2.2.2.2.18
struct AuxPerfAccountInfo {
  wire::u16 client_id = 0;
  wire::Guid account;
};
// MS-OXCRPC section 2.2.2.2.20
struct AuxClientConnectionInfo {
  wire::Guid connection_guid;
  wire::u32 connection_attempts = 0;
  wire::u32 connection_flags = 0;
  std::u16string connection_context_info;
};

// Sent by servers.

inline constexpr wire::u32 enable_perf_send_to_server = 0x01;
inline constexpr wire::u32 enable_compression = 0x04;
inline constexpr wire::u32 enable_http_tunneling = 0x08;
inline constexpr wire::u32 enable_perf_send_gc_data = 0x10;
// MS-OXCRPC section 2.2.2.2.15
struct AuxClientControl {
  wire::u32 enable_flags = 0;
  wire::u32 expiry_time = 0;  // milliseconds
};
// MS-OXCRPC section 2.2.2.2.16
struct AuxOsVersionInfo {
  wire::u32 major_version = 0;
  wire::u32 minor_version = 0;
  wire::u32 build_number = 0;
  wire::u16 service_pack_major = 0;
  wire::u16 service_pack_minor = 0;
};
inline constexpr wire::u32 public_folders_enabled = 0x1;
inline constexpr wire::u32 use_autodiscover_for_public_folders = 0x2;
// MS-OXCRPC section 2.2.2.2.17
struct AuxExOrgInfo {
  wire::u32 org_flags = 0;
};
inline constexpr wire::u32 packed_fast_transfer_upload_buffers = 0x1;
inline constexpr wire::u32 packed_write_stream_upload_buffers = 0x2;
// AUX_SERVER_CAPABILITIES
struct AuxServerCapabilities {
  wire::u32 server_capability_flags = 0;
};
inline constexpr wire::u32 endpoint_capabilities_single_endpoint = 0x1;
// AUX_ENDPOINT_CAPABILITIES
struct AuxEndpointCapabilities {
  wire::u32 endpoint_capability_flags = 0;
};
// AUX_SERVER_SESSION_INFO
struct AuxServerSessionInfo {
  std::u16string server_session_context_info;
};

using AuxPayload = std::variant<AuxRaw, AuxPerfRequestId, AuxPerfSessionInfo, AuxPerfSessionInfoV2,
                                AuxPerfClientInfo, AuxPerfProcessInfo, AuxPerfAccountInfo,
                                AuxClientConnectionInfo, AuxClientControl, AuxOsVersionInfo, AuxExOrgInfo,
                                AuxServerCapabilities, AuxEndpointCapabilities, AuxServerSessionInfo>;

struct AuxBlock {
  wire::u8 version = aux_version_1;
  wire::u8 type = 0;
  AuxPayload payload;
};

// A block with the Version and Type that belong to the payload (not for AuxRaw).
AuxBlock aux_block(AuxPayload payload);
// "AUX_PERF_CLIENTINFO", or "AUX 1/0x52" for an unknown one.
std::string aux_name(wire::u8 version, wire::u8 type);

// The blocks of one auxiliary payload, as decode_single() gives it. Fails only where the next block cannot be
// found: a Size below the header's or beyond the end.
wire::Result<std::vector<AuxBlock>> parse_auxiliary(wire::ByteView payload);
wire::Result<wire::Bytes> serialize_auxiliary(const std::vector<AuxBlock>& blocks);

}  // namespace mapigate::oxcrpc
