#pragma once

#include <optional>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcdata/typed_string.hpp"
#include "protocol/oxcmsg/recipients.hpp"
#include "protocol/oxcrops/rop.hpp"

// Opening, creating and saving messages: MS-OXCROPS sections 2.2.6.1 to 2.2.6.3, 2.2.6.7 and 2.2.6.16.

namespace mapigate::oxcmsg {

using oxcdata::FolderId;
using oxcdata::MessageId;

// OpenModeFlags of messages and attachments (MS-OXCMSG sections 2.2.3.1.1, 2.2.3.12.1 and 2.2.3.16.1).
inline constexpr wire::u8 open_read_only = 0x00;
inline constexpr wire::u8 open_read_write = 0x01;
inline constexpr wire::u8 open_create = 0x02;             // embedded messages: also where there is none yet
inline constexpr wire::u8 open_best_access = 0x03;        // not embedded messages: as much as is allowed
inline constexpr wire::u8 open_soft_deleted_flag = 0x04;  // messages: with any of these

// SaveFlags of messages and attachments (MS-OXCMSG section 2.2.3.3.1).
inline constexpr wire::u8 save_keep_open_read_only = 0x01;
inline constexpr wire::u8 save_keep_open_read_write = 0x02;
inline constexpr wire::u8 save_force = 0x04;  // over what others have saved since

// Of CodePageId: the code page of the logon.
inline constexpr wire::u16 code_page_of_logon = 0x0FFF;

// What a client learns of a message when it opens it.
struct OpenedMessage {
  bool has_named_properties = false;
  oxcdata::TypedString subject_prefix;
  oxcdata::TypedString normalized_subject;
  wire::u16 recipient_count = 0;  // all of them
  std::vector<PropertyTag> recipient_columns;
  std::vector<OpenRecipientRow> recipient_rows;  // the first ones, as many as fit

  bool operator==(const OpenedMessage&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("HasNamedProperties", self.has_named_properties);
    archive("SubjectPrefix", self.subject_prefix);
    archive("NormalizedSubject", self.normalized_subject);
    archive("RecipientCount", self.recipient_count);
    archive("RecipientColumns", wire::counted<wire::u16>(self.recipient_columns));
    archive("RecipientRows", oxcmsg::recipient_rows<wire::u8>(self.recipient_columns, self.recipient_rows));
  }
};

// MS-OXCROPS section 2.2.6.1.1.
struct OpenMessageRequest {
  static constexpr RopId id = RopId::open_message;

  wire::u8 output_handle_index = 0;
  wire::u16 code_page_id = code_page_of_logon;  // of what is not Unicode
  FolderId folder_id{};
  wire::u8 open_mode_flags = open_read_only;
  MessageId message_id{};

  bool operator==(const OpenMessageRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("CodePageId", self.code_page_id);
    archive("FolderId", self.folder_id);
    archive("OpenModeFlags", self.open_mode_flags);
    archive("MessageId", self.message_id);
  }
};

// MS-OXCROPS sections 2.2.6.1.2, 2.2.6.1.3, 2.2.6.7.2 and 2.2.6.7.3.
template <RopId rop>
struct OpenedMessageResponse {
  static constexpr RopId id = rop;

  ErrorCode return_value{};
  OpenedMessage message;

  bool operator==(const OpenedMessageResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (oxcrops::succeeded(self, archive)) OpenedMessage::fields(self.message, archive);
  }
};
using OpenMessageResponse = OpenedMessageResponse<RopId::open_message>;

// MS-OXCROPS section 2.2.6.2.1.
struct CreateMessageRequest {
  static constexpr RopId id = RopId::create_message;

  wire::u8 output_handle_index = 0;
  wire::u16 code_page_id = code_page_of_logon;
  FolderId folder_id{};
  bool associated_flag = false;  // a folder associated information (FAI) message

  bool operator==(const CreateMessageRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("CodePageId", self.code_page_id);
    archive("FolderId", self.folder_id);
    archive("AssociatedFlag", self.associated_flag);
  }
};

// MS-OXCROPS sections 2.2.6.2.2 and 2.2.6.2.3.
struct CreateMessageResponse {
  static constexpr RopId id = RopId::create_message;

  ErrorCode return_value{};
  std::optional<MessageId> message_id;

  bool operator==(const CreateMessageResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("MessageId", wire::flagged(self.message_id));  // with HasMessageId
  }
};

// MS-OXCROPS section 2.2.6.3.1. RequestHead has the ResponseHandleIndex, of the folder or the message that
// this one is in.
struct SaveChangesMessageRequest {
  static constexpr RopId id = RopId::save_changes_message;

  wire::u8 input_handle_index = 0;
  wire::u8 save_flags = 0;

  bool operator==(const SaveChangesMessageRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("InputHandleIndex", self.input_handle_index);
    archive("SaveFlags", self.save_flags);
  }
};

// MS-OXCROPS sections 2.2.6.3.2 and 2.2.6.3.3.
struct SaveChangesMessageResponse {
  static constexpr RopId id = RopId::save_changes_message;

  ErrorCode return_value{};
  wire::u8 input_handle_index = 0;
  MessageId message_id{};

  bool operator==(const SaveChangesMessageResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("InputHandleIndex", self.input_handle_index);
    archive("MessageId", self.message_id);
  }
};

// MS-OXCROPS section 2.2.6.7.1.
struct ReloadCachedInformationRequest {
  static constexpr RopId id = RopId::reload_cached_information;

  bool operator==(const ReloadCachedInformationRequest&) const = default;
  static void fields(auto&, auto& archive) { archive("Reserved", wire::reserved(2)); }
};
using ReloadCachedInformationResponse = OpenedMessageResponse<RopId::reload_cached_information>;

// MS-OXCROPS section 2.2.6.16.1: the message that an attachment is.
struct OpenEmbeddedMessageRequest {
  static constexpr RopId id = RopId::open_embedded_message;

  wire::u8 output_handle_index = 0;
  wire::u16 code_page_id = code_page_of_logon;
  wire::u8 open_mode_flags = open_read_only;

  bool operator==(const OpenEmbeddedMessageRequest&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("OutputHandleIndex", self.output_handle_index);
    archive("CodePageId", self.code_page_id);
    archive("OpenModeFlags", self.open_mode_flags);
  }
};

// MS-OXCROPS sections 2.2.6.16.2 and 2.2.6.16.3.
struct OpenEmbeddedMessageResponse {
  static constexpr RopId id = RopId::open_embedded_message;

  ErrorCode return_value{};
  MessageId message_id{};
  OpenedMessage message;

  bool operator==(const OpenEmbeddedMessageResponse&) const = default;
  static void fields(auto& self, auto& archive) {
    if (!oxcrops::succeeded(self, archive)) return;
    archive("Reserved", wire::reserved(1));
    archive("MessageId", self.message_id);
    OpenedMessage::fields(self.message, archive);
  }
};

}  // namespace mapigate::oxcmsg
