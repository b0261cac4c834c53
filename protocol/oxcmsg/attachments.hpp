#pragma once

#include <vector>

#include "protocol/oxcrops/rop.hpp"

// The attachments of a message, which PidTagAttachNumber counts: MS-OXCROPS sections 2.2.6.12
// to 2.2.6.15, 2.2.6.17 and 2.2.6.18. What an attachment is opened and saved with is the same as of messages
// (messages.hpp).

namespace mapigate::oxcmsg {

using oxcdata::ErrorCode;
using oxcrops::RopId;

// MS-OXCROPS section 2.2.6.12.1.
struct OpenAttachmentRequest {
  static constexpr RopId id = RopId::open_attachment;

  wire::u8 output_handle_index = 0;
  wire::u8 open_attachment_flags = 0;  // open_read_only, open_read_write or open_best_access
  wire::u32 attachment_id = 0;

  bool operator==(const OpenAttachmentRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("OpenAttachmentFlags", self.open_attachment_flags);
    archive("AttachmentID", self.attachment_id);
  }
};
// MS-OXCROPS section 2.2.6.12.2.
using OpenAttachmentResponse = oxcrops::PlainResponse<RopId::open_attachment>;

// MS-OXCROPS section 2.2.6.13.1.
struct CreateAttachmentRequest {
  static constexpr RopId id = RopId::create_attachment;

  wire::u8 output_handle_index = 0;

  bool operator==(const CreateAttachmentRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("OutputHandleIndex", self.output_handle_index); }
};

// MS-OXCROPS sections 2.2.6.13.2 and 2.2.6.13.3.
struct CreateAttachmentResponse {
  static constexpr RopId id = RopId::create_attachment;

  ErrorCode return_value{};
  wire::u32 attachment_id = 0;

  bool operator==(const CreateAttachmentResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("AttachmentID", self.attachment_id);
  }
};

// MS-OXCROPS section 2.2.6.14.1.
struct DeleteAttachmentRequest {
  static constexpr RopId id = RopId::delete_attachment;

  wire::u32 attachment_id = 0;

  bool operator==(const DeleteAttachmentRequest&) const = default;
  static void fields(auto& self, auto& archive) { archive("AttachmentID", self.attachment_id); }
};
// MS-OXCROPS section 2.2.6.14.2.
using DeleteAttachmentResponse = oxcrops::PlainResponse<RopId::delete_attachment>;

// MS-OXCROPS section 2.2.6.15.1. RequestHead has the ResponseHandleIndex, of the message.
struct SaveChangesAttachmentRequest {
  static constexpr RopId id = RopId::save_changes_attachment;

  wire::u8 input_handle_index = 0;
  wire::u8 save_flags = 0;

  bool operator==(const SaveChangesAttachmentRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("InputHandleIndex", self.input_handle_index);
    archive("SaveFlags", self.save_flags);
  }
};
// MS-OXCROPS section 2.2.6.15.2.
using SaveChangesAttachmentResponse = oxcrops::PlainResponse<RopId::save_changes_attachment>;

// MS-OXCROPS section 2.2.6.17.1.
struct GetAttachmentTableRequest {
  static constexpr RopId id = RopId::get_attachment_table;
  static constexpr wire::u8 unicode = 0x40;  // of table_flags (MS-OXCMSG section 2.2.3.17.1)

  wire::u8 output_handle_index = 0;
  wire::u8 table_flags = 0;

  bool operator==(const GetAttachmentTableRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("TableFlags", self.table_flags);
  }
};
// MS-OXCROPS section 2.2.6.17.2.
using GetAttachmentTableResponse = oxcrops::PlainResponse<RopId::get_attachment_table>;

// MS-OXCROPS section 2.2.6.18.1.
using GetValidAttachmentsRequest = oxcrops::PlainRequest<RopId::get_valid_attachments>;

// MS-OXCROPS sections 2.2.6.18.2 and 2.2.6.18.3.
struct GetValidAttachmentsResponse {
  static constexpr RopId id = RopId::get_valid_attachments;

  ErrorCode return_value{};
  std::vector<wire::u32> attachment_ids;

  bool operator==(const GetValidAttachmentsResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("AttachmentIdArray", wire::counted<wire::u16>(self.attachment_ids));
  }
};

}  // namespace mapigate::oxcmsg
