#pragma once

#include "protocol/oxcrpc/auxiliary_header.hpp"

// What clients report of earlier calls, MS-OXCRPC sections 2.2.2.2.7 to 2.2.2.2.14. The same structure tells
// of a call whose urgency the client does not say, of one in the background and of one that somebody waited
// for. Their fields() are in auxiliary_fields.hpp.

namespace mapigate::oxcrpc {

// Section 2.2.2.2.7: AUX_PERF_DEFMDB_SUCCESS.
struct AuxPerfDefMdbSuccess {
  static constexpr AuxId id{aux_version_1, 0x05};
  static constexpr AuxId background_id{aux_version_1, 0x0C};
  static constexpr AuxId foreground_id{aux_version_1, 0x11};
  static constexpr AuxId more_ids[] = {background_id, foreground_id};

  wire::u32 time_since_request = 0;        // milliseconds
  wire::u32 time_to_complete_request = 0;  // milliseconds
  wire::u16 request_id = 0;
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfDefMdbSuccess&) const = default;
};

// Section 2.2.2.2.8: AUX_PERF_DEFGC_SUCCESS.
struct AuxPerfDefGcSuccess {
  static constexpr AuxId id{aux_version_1, 0x06};
  static constexpr AuxId background_id{aux_version_1, 0x0D};
  static constexpr AuxId foreground_id{aux_version_1, 0x12};
  static constexpr AuxId more_ids[] = {background_id, foreground_id};

  wire::u16 server_id = 0;
  wire::u16 session_id = 0;
  wire::u32 time_since_request = 0;        // milliseconds
  wire::u32 time_to_complete_request = 0;  // milliseconds
  wire::u8 request_operation = 0;          // as the client numbers them
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfDefGcSuccess&) const = default;
};

// Section 2.2.2.2.9: AUX_PERF_MDB_SUCCESS.
struct AuxPerfMdbSuccess {
  static constexpr AuxId id{aux_version_1, 0x07};
  static constexpr AuxId background_id{aux_version_1, 0x0E};
  static constexpr AuxId foreground_id{aux_version_1, 0x13};
  static constexpr AuxId more_ids[] = {background_id, foreground_id};

  wire::u16 client_id = 0;
  wire::u16 server_id = 0;
  wire::u16 session_id = 0;
  wire::u16 request_id = 0;
  wire::u32 time_since_request = 0;        // milliseconds
  wire::u32 time_to_complete_request = 0;  // milliseconds
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfMdbSuccess&) const = default;
};

// Section 2.2.2.2.10: AUX_PERF_MDB_SUCCESS_V2.
struct AuxPerfMdbSuccessV2 {
  static constexpr AuxId id{aux_version_2, 0x07};
  static constexpr AuxId background_id{aux_version_2, 0x0E};
  static constexpr AuxId foreground_id{aux_version_2, 0x13};
  static constexpr AuxId more_ids[] = {background_id, foreground_id};

  wire::u16 process_id = 0;
  wire::u16 client_id = 0;
  wire::u16 server_id = 0;
  wire::u16 session_id = 0;
  wire::u16 request_id = 0;
  wire::u32 time_since_request = 0;        // milliseconds
  wire::u32 time_to_complete_request = 0;  // milliseconds
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfMdbSuccessV2&) const = default;
};

// Section 2.2.2.2.11: AUX_PERF_GC_SUCCESS.
struct AuxPerfGcSuccess {
  static constexpr AuxId id{aux_version_1, 0x08};
  static constexpr AuxId background_id{aux_version_1, 0x0F};
  static constexpr AuxId foreground_id{aux_version_1, 0x14};
  static constexpr AuxId more_ids[] = {background_id, foreground_id};

  wire::u16 client_id = 0;
  wire::u16 server_id = 0;
  wire::u16 session_id = 0;
  wire::u32 time_since_request = 0;        // milliseconds
  wire::u32 time_to_complete_request = 0;  // milliseconds
  wire::u8 request_operation = 0;          // as the client numbers them
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfGcSuccess&) const = default;
};

// Section 2.2.2.2.12: AUX_PERF_GC_SUCCESS_V2.
struct AuxPerfGcSuccessV2 {
  static constexpr AuxId id{aux_version_2, 0x08};
  static constexpr AuxId background_id{aux_version_2, 0x0F};
  static constexpr AuxId foreground_id{aux_version_2, 0x14};
  static constexpr AuxId more_ids[] = {background_id, foreground_id};

  wire::u16 process_id = 0;
  wire::u16 client_id = 0;
  wire::u16 server_id = 0;
  wire::u16 session_id = 0;
  wire::u32 time_since_request = 0;        // milliseconds
  wire::u32 time_to_complete_request = 0;  // milliseconds
  wire::u8 request_operation = 0;          // as the client numbers them
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfGcSuccessV2&) const = default;
};

// Section 2.2.2.2.13: AUX_PERF_FAILURE.
struct AuxPerfFailure {
  static constexpr AuxId id{aux_version_1, 0x09};
  static constexpr AuxId background_id{aux_version_1, 0x10};
  static constexpr AuxId foreground_id{aux_version_1, 0x15};
  static constexpr AuxId more_ids[] = {background_id, foreground_id};

  wire::u16 client_id = 0;
  wire::u16 server_id = 0;
  wire::u16 session_id = 0;
  wire::u16 request_id = 0;
  wire::u32 time_since_request = 0;    // milliseconds
  wire::u32 time_to_fail_request = 0;  // milliseconds
  wire::u32 result_code = 0;           // of whatever kind the client uses
  wire::u8 request_operation = 0;      // as the client numbers them
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfFailure&) const = default;
};

// Section 2.2.2.2.14: AUX_PERF_FAILURE_V2.
struct AuxPerfFailureV2 {
  static constexpr AuxId id{aux_version_2, 0x09};
  static constexpr AuxId background_id{aux_version_2, 0x10};
  static constexpr AuxId foreground_id{aux_version_2, 0x15};
  static constexpr AuxId more_ids[] = {background_id, foreground_id};

  wire::u16 process_id = 0;
  wire::u16 client_id = 0;
  wire::u16 server_id = 0;
  wire::u16 session_id = 0;
  wire::u16 request_id = 0;
  wire::u32 time_since_request = 0;    // milliseconds
  wire::u32 time_to_fail_request = 0;  // milliseconds
  wire::u32 result_code = 0;           // of whatever kind the client uses
  wire::u8 request_operation = 0;      // as the client numbers them
  static void fields(auto& self, auto& archive);
  bool operator==(const AuxPerfFailureV2&) const = default;
};

}  // namespace mapigate::oxcrpc
