#pragma once

#include <algorithm>
#include <iterator>
#include <variant>

#include "protocol/oxcrpc/auxiliary.hpp"
#include "protocol/wire/fields.hpp"

// How blocks are read and written: by archives like AuxBlockReader. Included only where that is instantiated
// (auxiliary.cpp for the reader without a trace and for the writer).

namespace mapigate::oxcrpc {
namespace detail {

template <class T>
constexpr bool carries(AuxId id) {
  if constexpr (requires { T::more_ids; }) {
    if (std::find(std::begin(T::more_ids), std::end(T::more_ids), id) != std::end(T::more_ids)) return true;
  }
  return id == T::id;
}

template <class F, class... Ts>
bool visit_aux_block(AuxId id, F& visit, const std::variant<AuxRaw, Ts...>*) {
  return ((carries<Ts>(id) && (visit(Ts{}), true)) || ...);
}

}  // namespace detail

// Calls `visit` with the structure, empty, that a block of this id has. False where it has none.
template <class F>
bool visit_aux_block(AuxId id, F&& visit) {
  constexpr const AuxPayload* kinds = nullptr;
  return detail::visit_aux_block(id, visit, kinds);
}

void AuxPerfRequestId::fields(auto& self, auto& archive) {
  archive("SessionID", self.session_id);
  archive("RequestID", self.request_id);
}

void AuxPerfSessionInfo::fields(auto& self, auto& archive) {
  archive("SessionID", self.session_id);
  archive("Reserved", wire::reserved(2));
  archive("SessionGuid", self.session_guid);
}

void AuxPerfSessionInfoV2::fields(auto& self, auto& archive) {
  archive("SessionID", self.session_id);
  archive("Reserved", wire::reserved(2));
  archive("SessionGuid", self.session_guid);
  archive("ConnectionID", self.connection_id);
}

void AuxPerfClientInfo::fields(auto& self, auto& archive) {
  archive("AdapterSpeed", self.adapter_speed);
  archive("ClientID", self.client_id);
  archive.offset16("MachineNameOffset", "MachineName", self.machine_name);
  archive.offset16("UserNameOffset", "UserName", self.user_name);
  archive.size_and_offset16("ClientIPSize", "ClientIPOffset", "ClientIP", self.client_ip);
  archive.size_and_offset16("ClientIPMaskSize", "ClientIPMaskOffset", "ClientIPMask", self.client_ip_mask);
  archive.offset16("AdapterNameOffset", "AdapterName", self.adapter_name);
  archive.size_and_offset16("MacAddressSize", "MacAddressOffset", "MacAddress", self.mac_address);
  archive("ClientMode", self.client_mode);
  archive("Reserved", wire::reserved(2));
}

void AuxPerfServerInfo::fields(auto& self, auto& archive) {
  archive("ServerID", self.server_id);
  archive("ServerType", self.server_type);
  archive.offset16("ServerDNOffset", "ServerDN", self.server_dn);
  archive.offset16("ServerNameOffset", "ServerName", self.server_name);
}

void AuxPerfProcessInfo::fields(auto& self, auto& archive) {
  archive("ProcessID", self.process_id);
  archive("Reserved_1", wire::reserved(2));
  archive("ProcessGuid", self.process_guid);
  archive.offset16("ProcessNameOffset", "ProcessName", self.process_name);
  archive("Reserved_2", wire::reserved(2));
}

void AuxPerfDefMdbSuccess::fields(auto& self, auto& archive) {
  archive("TimeSinceRequest", self.time_since_request);
  archive("TimeToCompleteRequest", self.time_to_complete_request);
  archive("RequestID", self.request_id);
  archive("Reserved", wire::reserved(2));
}

void AuxPerfDefGcSuccess::fields(auto& self, auto& archive) {
  archive("ServerID", self.server_id);
  archive("SessionID", self.session_id);
  archive("TimeSinceRequest", self.time_since_request);
  archive("TimeToCompleteRequest", self.time_to_complete_request);
  archive("RequestOperation", self.request_operation);
  archive("Reserved", wire::reserved(3));
}

void AuxPerfMdbSuccess::fields(auto& self, auto& archive) {
  archive("ClientID", self.client_id);
  archive("ServerID", self.server_id);
  archive("SessionID", self.session_id);
  archive("RequestID", self.request_id);
  archive("TimeSinceRequest", self.time_since_request);
  archive("TimeToCompleteRequest", self.time_to_complete_request);
}

void AuxPerfMdbSuccessV2::fields(auto& self, auto& archive) {
  archive("ProcessID", self.process_id);
  archive("ClientID", self.client_id);
  archive("ServerID", self.server_id);
  archive("SessionID", self.session_id);
  archive("RequestID", self.request_id);
  archive("Reserved", wire::reserved(2));
  archive("TimeSinceRequest", self.time_since_request);
  archive("TimeToCompleteRequest", self.time_to_complete_request);
}

void AuxPerfGcSuccess::fields(auto& self, auto& archive) {
  archive("ClientID", self.client_id);
  archive("ServerID", self.server_id);
  archive("SessionID", self.session_id);
  archive("Reserved_1", wire::reserved(2));
  archive("TimeSinceRequest", self.time_since_request);
  archive("TimeToCompleteRequest", self.time_to_complete_request);
  archive("RequestOperation", self.request_operation);
  archive("Reserved_2", wire::reserved(3));
}

void AuxPerfGcSuccessV2::fields(auto& self, auto& archive) {
  archive("ProcessID", self.process_id);
  archive("ClientID", self.client_id);
  archive("ServerID", self.server_id);
  archive("SessionID", self.session_id);
  archive("TimeSinceRequest", self.time_since_request);
  archive("TimeToCompleteRequest", self.time_to_complete_request);
  archive("RequestOperation", self.request_operation);
  archive("Reserved", wire::reserved(3));
}

void AuxPerfFailure::fields(auto& self, auto& archive) {
  archive("ClientID", self.client_id);
  archive("ServerID", self.server_id);
  archive("SessionID", self.session_id);
  archive("RequestID", self.request_id);
  archive("TimeSinceRequest", self.time_since_request);
  archive("TimeToFailRequest", self.time_to_fail_request);
  archive("ResultCode", self.result_code);
  archive("RequestOperation", self.request_operation);
  archive("Reserved", wire::reserved(3));
}

void AuxPerfFailureV2::fields(auto& self, auto& archive) {
  archive("ProcessID", self.process_id);
  archive("ClientID", self.client_id);
  archive("ServerID", self.server_id);
  archive("SessionID", self.session_id);
  archive("RequestID", self.request_id);
  archive("Reserved_1", wire::reserved(2));
  archive("TimeSinceRequest", self.time_since_request);
  archive("TimeToFailRequest", self.time_to_fail_request);
  archive("ResultCode", self.result_code);
  archive("RequestOperation", self.request_operation);
  archive("Reserved_2", wire::reserved(3));
}

void AuxPerfAccountInfo::fields(auto& self, auto& archive) {
  archive("ClientID", self.client_id);
  archive("Reserved", wire::reserved(2));
  archive("Account", self.account);
}

void AuxClientConnectionInfo::fields(auto& self, auto& archive) {
  archive("ConnectionGUID", self.connection_guid);
  archive.offset16("OffsetConnectionContextInfo", "ConnectionContextInfo", self.connection_context_info);
  archive("Reserved", wire::reserved(2));
  archive("ConnectionAttempts", self.connection_attempts);
  archive("ConnectionFlags", self.connection_flags);
}

void AuxClientControl::fields(auto& self, auto& archive) {
  archive("EnableFlags", self.enable_flags);
  archive("ExpiryTime", self.expiry_time);
}

void AuxOsVersionInfo::fields(auto& self, auto& archive) {
  wire::u32 size = 156;  // of all the fields here; a receiver does not need it
  archive("OSVersionInfoSize", size);
  archive("MajorVersion", self.major_version);
  archive("MinorVersion", self.minor_version);
  archive("BuildNumber", self.build_number);
  archive("Reserved1", wire::reserved(132));
  archive("ServicePackMajor", self.service_pack_major);
  archive("ServicePackMinor", self.service_pack_minor);
  archive("Reserved2", wire::reserved(4));
}

void AuxExOrgInfo::fields(auto& self, auto& archive) { archive("OrgFlags", self.org_flags); }

void AuxServerCapabilities::fields(auto& self, auto& archive) {
  archive("ServerCapabilityFlags", self.server_capability_flags);
}

void AuxEndpointCapabilities::fields(auto& self, auto& archive) {
  archive("EndpointCapabilityFlag", self.endpoint_capability_flags);
}

void AuxServerSessionInfo::fields(auto& self, auto& archive) {
  archive.offset16("OffsetServerSessionContextInfo", "ServerSessionContextInfo",
                   self.server_session_context_info);
}

void AuxExceptionTrace::fields(auto& self, auto& archive) {
  archive("RopIndex", self.rop_index);
  archive("ExceptionMessage", wire::ascii_z(self.exception_message));
}

void AuxProtocolDeviceIdentification::fields(auto& self, auto& archive) {
  archive.offset16("DeviceManufacturerOffset", "DeviceManufacturer", self.device_manufacturer);
  archive.offset16("DeviceModelOffset", "DeviceModel", self.device_model);
  archive.offset16("DeviceSerialNumberOffset", "DeviceSerialNumber", self.device_serial_number);
  archive.offset16("DeviceVersionOffset", "DeviceVersion", self.device_version);
  archive.offset16("DeviceFirmwareVersionOffset", "DeviceFirmwareVersion", self.device_firmware_version);
}

}  // namespace mapigate::oxcrpc
