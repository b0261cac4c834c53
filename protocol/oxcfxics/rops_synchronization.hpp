#pragma once

#include <vector>

#include "protocol/oxcdata/property_tag.hpp"
#include "protocol/oxcfxics/rops_send_options.hpp"
#include "protocol/oxcfxics/synchronization_type.hpp"
#include "protocol/oxcrops/restriction_data.hpp"
#include "protocol/oxcrops/rop.hpp"

// The contexts of incremental change synchronization, and its state (ics_state.hpp) on the way to them and
// from them.

namespace mapigate::oxcfxics {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.13.1.1
struct SynchronizationConfigureRequest {
  static constexpr RopId id = RopId::synchronization_configure;

  // SynchronizationFlags, MS-OXCFXICS section 2.2.3.2.1.1.1.
  static constexpr wire::u16 unicode = 0x0001;
  static constexpr wire::u16 no_deletions = 0x0002;
  static constexpr wire::u16 ignore_no_longer_in_scope = 0x0004;
  static constexpr wire::u16 read_state = 0x0008;
  static constexpr wire::u16 fai = 0x0010;
  static constexpr wire::u16 normal = 0x0020;
  static constexpr wire::u16 only_specified_properties = 0x0080;
  static constexpr wire::u16 no_foreign_identifiers = 0x0100;
  static constexpr wire::u16 best_body = 0x2000;
  static constexpr wire::u16 ignore_specified_on_fai = 0x4000;
  static constexpr wire::u16 progress = 0x8000;
  // SynchronizationExtraFlags, the same section.
  static constexpr wire::u32 eid = 0x00000001;
  static constexpr wire::u32 message_size = 0x00000002;
  static constexpr wire::u32 cn = 0x00000004;
  static constexpr wire::u32 order_by_delivery_time = 0x00000008;

  wire::u8 output_handle_index = 0;
  SynchronizationType synchronization_type{};
  wire::u8 send_options = 0;
  wire::u16 synchronization_flags = 0;
  oxcdata::RestrictionValue restriction;  // on messages; null for all
  wire::u32 synchronization_extra_flags = 0;
  std::vector<oxcdata::PropertyTag> property_tags;  // left out, or wanted: only_specified_properties

  bool operator==(const SynchronizationConfigureRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("SynchronizationType", self.synchronization_type);
    archive("SendOptions", self.send_options);
    archive("SynchronizationFlags", self.synchronization_flags);
    archive("RestrictionData", wire::sized_field<wire::u16>(oxcrops::restriction_data(self.restriction)));
    archive("SynchronizationExtraFlags", self.synchronization_extra_flags);
    archive("PropertyTags", wire::counted<wire::u16>(self.property_tags));
  }
};
// MS-OXCROPS section 2.2.13.1.2
using SynchronizationConfigureResponse = oxcrops::PlainResponse<RopId::synchronization_configure>;

// MS-OXCROPS section 2.2.13.7.1
struct SynchronizationOpenCollectorRequest {
  static constexpr RopId id = RopId::synchronization_open_collector;

  wire::u8 output_handle_index = 0;
  bool is_contents_collector = false;  // for messages; false for folders

  bool operator==(const SynchronizationOpenCollectorRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("IsContentsCollector", self.is_contents_collector);
  }
};
// MS-OXCROPS section 2.2.13.7.2
using SynchronizationOpenCollectorResponse = oxcrops::PlainResponse<RopId::synchronization_open_collector>;

// MS-OXCROPS section 2.2.13.8.1
struct SynchronizationGetTransferStateRequest {
  static constexpr RopId id = RopId::synchronization_get_transfer_state;

  wire::u8 output_handle_index = 0;

  bool operator==(const SynchronizationGetTransferStateRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("OutputHandleIndex", self.output_handle_index); }
};
// MS-OXCROPS section 2.2.13.8.2
using SynchronizationGetTransferStateResponse =
    oxcrops::PlainResponse<RopId::synchronization_get_transfer_state>;

// MS-OXCROPS section 2.2.13.9.1
struct SynchronizationUploadStateStreamBeginRequest {
  static constexpr RopId id = RopId::synchronization_upload_state_stream_begin;

  oxcdata::PropertyTag state_property{};  // of the ICS state, MS-OXCFXICS section 2.2.1.1
  wire::u32 transfer_buffer_size = 0;     // bytes that all pieces have together

  bool operator==(const SynchronizationUploadStateStreamBeginRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("StateProperty", self.state_property);
    archive("TransferBufferSize", self.transfer_buffer_size);
  }
};
// MS-OXCROPS section 2.2.13.9.2
using SynchronizationUploadStateStreamBeginResponse =
    oxcrops::PlainResponse<RopId::synchronization_upload_state_stream_begin>;

// MS-OXCROPS section 2.2.13.10.1
struct SynchronizationUploadStateStreamContinueRequest {
  static constexpr RopId id = RopId::synchronization_upload_state_stream_continue;

  wire::Bytes stream_data;

  bool operator==(const SynchronizationUploadStateStreamContinueRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("StreamData", wire::sized<wire::u32>(self.stream_data));
  }
};
// MS-OXCROPS section 2.2.13.10.2
using SynchronizationUploadStateStreamContinueResponse =
    oxcrops::PlainResponse<RopId::synchronization_upload_state_stream_continue>;

// MS-OXCROPS section 2.2.13.11.1
using SynchronizationUploadStateStreamEndRequest =
    oxcrops::PlainRequest<RopId::synchronization_upload_state_stream_end>;
// MS-OXCROPS section 2.2.13.11.2
using SynchronizationUploadStateStreamEndResponse =
    oxcrops::PlainResponse<RopId::synchronization_upload_state_stream_end>;

}  // namespace mapigate::oxcfxics
