#pragma once

#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/property_value.hpp"
#include "protocol/oxcrops/rop.hpp"

// What a client changed in its replica. The ids of the world outside in these requests are kept as bytes: one
// that is malformed is an error of the ROP, not of the whole buffer (xid.hpp and predecessor_change_list.hpp
// read them).

namespace mapigate::oxcfxics {

using oxcrops::RopId;

// MS-OXCROPS section 2.2.13.2.1. Which properties there are and in what order, MS-OXCFXICS section
// 2.2.3.2.4.2.1.
struct SynchronizationImportMessageChangeRequest {
  static constexpr RopId id = RopId::synchronization_import_message_change;
  // ImportFlag, the same section.
  static constexpr wire::u8 associated = 0x10;  // an FAI message
  static constexpr wire::u8 fail_on_conflict = 0x40;

  wire::u8 output_handle_index = 0;
  wire::u8 import_flag = 0;
  std::vector<oxcdata::TaggedPropertyValue> property_values;

  bool operator==(const SynchronizationImportMessageChangeRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("ImportFlag", self.import_flag);
    archive("PropertyValues", wire::counted<wire::u16>(self.property_values));
  }
};

// MS-OXCROPS sections 2.2.13.2.2 and 2.2.13.6.2. A return value other than success, also one that is none of
// failure (MS-OXCFXICS section 2.2.3.2.4.4.2), has no MessageId.
template <RopId rop>
struct ImportMessageResponse {
  static constexpr RopId id = rop;

  oxcdata::ErrorCode return_value{};
  oxcdata::MessageId message_id{};  // zero

  bool operator==(const ImportMessageResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("MessageId", self.message_id);
  }
};
using SynchronizationImportMessageChangeResponse =
    ImportMessageResponse<RopId::synchronization_import_message_change>;
using SynchronizationImportMessageMoveResponse =
    ImportMessageResponse<RopId::synchronization_import_message_move>;

// MS-OXCROPS section 2.2.13.6.1
struct SynchronizationImportMessageMoveRequest {
  static constexpr RopId id = RopId::synchronization_import_message_move;

  wire::Bytes source_folder_id;         // a GID
  wire::Bytes source_message_id;        // a GID
  wire::Bytes predecessor_change_list;  // of the message in the client's replica
  wire::Bytes destination_message_id;   // a GID
  wire::Bytes change_number;            // an XID

  bool operator==(const SynchronizationImportMessageMoveRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("SourceFolderId", wire::sized<wire::u32>(self.source_folder_id));
    archive("SourceMessageId", wire::sized<wire::u32>(self.source_message_id));
    archive("PredecessorChangeList", wire::sized<wire::u32>(self.predecessor_change_list));
    archive("DestinationMessageId", wire::sized<wire::u32>(self.destination_message_id));
    archive("ChangeNumber", wire::sized<wire::u32>(self.change_number));
  }
};

// MS-OXCROPS section 2.2.13.4.1. Which properties there are and in what order, MS-OXCFXICS section
// 2.2.3.2.4.3.1.
struct SynchronizationImportHierarchyChangeRequest {
  static constexpr RopId id = RopId::synchronization_import_hierarchy_change;

  std::vector<oxcdata::TaggedPropertyValue> hierarchy_values;  // where the folder is, and its change
  std::vector<oxcdata::TaggedPropertyValue> property_values;   // what it has

  bool operator==(const SynchronizationImportHierarchyChangeRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("HierarchyValues", wire::counted<wire::u16>(self.hierarchy_values));
    archive("PropertyValues", wire::counted<wire::u16>(self.property_values));
  }
};
// MS-OXCROPS section 2.2.13.4.2
struct SynchronizationImportHierarchyChangeResponse {
  static constexpr RopId id = RopId::synchronization_import_hierarchy_change;

  oxcdata::ErrorCode return_value{};
  oxcdata::FolderId folder_id{};  // zero

  bool operator==(const SynchronizationImportHierarchyChangeResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("FolderId", self.folder_id);
  }
};

// MS-OXCROPS section 2.2.13.5.1
struct SynchronizationImportDeletesRequest {
  static constexpr RopId id = RopId::synchronization_import_deletes;
  // ImportDeleteFlags, MS-OXCFXICS section 2.2.3.2.4.5.1.
  static constexpr wire::u8 hierarchy = 0x01;  // folders; otherwise messages
  static constexpr wire::u8 hard_delete = 0x02;

  wire::u8 import_delete_flags = 0;
  // One of the type PtypMultipleBinary and the id 0: the GIDs of what was deleted.
  std::vector<oxcdata::TaggedPropertyValue> property_values;

  bool operator==(const SynchronizationImportDeletesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("ImportDeleteFlags", self.import_delete_flags);
    archive("PropertyValues", wire::counted<wire::u16>(self.property_values));
  }
};
// MS-OXCROPS section 2.2.13.5.2
using SynchronizationImportDeletesResponse = oxcrops::PlainResponse<RopId::synchronization_import_deletes>;

// MS-OXCROPS section 2.2.13.3.1.1
struct MessageReadState {
  wire::Bytes message_id;  // a GID
  bool mark_as_read = false;

  bool operator==(const MessageReadState&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("MessageId", wire::sized<wire::u16>(self.message_id));
    archive("MarkAsRead", self.mark_as_read);
  }
};
// MS-OXCROPS section 2.2.13.3.1
struct SynchronizationImportReadStateChangesRequest {
  static constexpr RopId id = RopId::synchronization_import_read_state_changes;

  std::vector<MessageReadState> message_read_states;

  bool operator==(const SynchronizationImportReadStateChangesRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("MessageReadStates", wire::sized_field<wire::u16>(wire::until_end(self.message_read_states)));
  }
};
// MS-OXCROPS section 2.2.13.3.2
using SynchronizationImportReadStateChangesResponse =
    oxcrops::PlainResponse<RopId::synchronization_import_read_state_changes>;

}  // namespace mapigate::oxcfxics
