#pragma once

#include <string>

#include "protocol/oxcrpc/auxiliary_header.hpp"
#include "protocol/wire/bytes.hpp"
#include "protocol/wire/guid.hpp"

// What client and server say of themselves in auxiliary blocks, MS-OXCRPC section 2.2.2.2. Their fields() are
// in auxiliary_fields.hpp.

namespace mapigate::oxcrpc {

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

// Section 2.2.2.2.5: SERVERTYPE_...
enum class ServerType : wire::u16 {
  unknown = 0,
  private_mailbox = 1,
  public_folders = 2,
  directory = 3,
  referral = 4,
};

// Section 2.2.2.2.5
struct AuxPerfServerInfo {
  static constexpr AuxId id{aux_version_1, 0x03};
  wire::u16 server_id = 0;
  ServerType server_type = ServerType::unknown;
  std::u16string server_dn;
  std::u16string server_name;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfServerInfo&) const = default;
};

// Section 2.2.2.2.6. Section 2.2.2.2 gives it a Type of both versions.
struct AuxPerfProcessInfo {
  static constexpr AuxId id{aux_version_2, 0x0B};
  static constexpr AuxId more_ids[] = {{aux_version_1, 0x0B}};
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

// Section 2.2.2.2 names no more than its Type. This is how MAPI Inspector reads it.
struct AuxExceptionTrace {
  static constexpr AuxId id{aux_version_1, 0x49};
  wire::u32 rop_index = 0;
  std::string exception_message;  // of several lines
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxExceptionTrace&) const = default;
};

// Sent by equipment between the two.

// Section 2.2.2.2.23
struct AuxProtocolDeviceIdentification {
  static constexpr AuxId id{aux_version_1, 0x4E};
  std::u16string device_manufacturer;
  std::u16string device_model;
  std::u16string device_serial_number;
  std::u16string device_version;
  std::u16string device_firmware_version;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxProtocolDeviceIdentification&) const = default;
};

}  // namespace mapigate::oxcrpc
