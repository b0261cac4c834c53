#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/store/folder_record.hpp"
#include "gateway/store/packed_properties.hpp"

namespace mapigate::store {

// In which of a folder's contents tables a message is ([MS-OXCFOLD] section 2.2.1.14).
enum class Contents : std::uint8_t { normal = 0, associated = 1, deleted_normal = 2, deleted_associated = 3 };

struct Recipient {
  std::uint32_t row_id = 0;  // PidTagRowid
  std::uint8_t type = 0;     // PidTagRecipientType with its flags, [MS-OXOMSG] section 2.2.3.1
  Properties properties;
};

struct Content;

struct Attachment {
  std::uint32_t number = 0;                 // PidTagAttachNumber, once in its message
  Properties properties;                    // PidTagAttachDataBinary large as a rule
  std::shared_ptr<const Content> embedded;  // PidTagAttachDataObject of an embedded message
};

// What a message is made of, apart from where it is: also of a message that is embedded in an attachment.
struct Content {
  Properties properties;
  std::vector<Recipient> recipients;
  std::vector<Attachment> attachments;
};

// What contents tables are sorted and restricted by without reading the properties; made of them by
// gateway/mailbox. Texts are keys: bytes to be compared one by one, cut at 128 bytes.
struct MessageColumns {
  Time delivery_time = 0;     // PidTagMessageDeliveryTime
  Time submit_time = 0;       // PidTagClientSubmitTime
  std::string subject;        // PidTagNormalizedSubject
  std::string sender;         // PidTagSentRepresentingName
  std::string display_to;     // PidTagDisplayTo
  std::string message_class;  // PidTagMessageClass, in lower case
  std::string conversation;   // PidTagConversationId, 16 bytes
  std::int32_t importance = 1;
  std::int32_t flag_status = 0;
  bool has_attachments = false;

  bool operator==(const MessageColumns&) const = default;
};

// A message as stored, without its attachments.
struct MessageRecord {
  MessageNumber number = 0;
  FolderNumber folder = 0;
  Contents contents = Contents::normal;
  Version version;
  ChangeNumber read_change =
      0;  // the change number of the last change of `read` that was not one of the message
  bool read = false;
  std::uint32_t status = 0;  // PidTagMessageStatus
  Time created = 0;
  Time modified = 0;
  std::optional<Time> deleted;
  std::uint64_t size = 0;  // bytes, of all there is of it
  std::string mirror;      // its identity in the mailbox that the folder mirrors, empty: none
  MessageColumns columns;
  Properties properties;  // without those that are members here
  std::vector<Recipient> recipients;
};

// The same while rows are read: everything is valid only during the call that shows it.
struct MessageRow {
  MessageNumber number = 0;
  FolderNumber folder = 0;
  Contents contents = Contents::normal;
  ChangeNumber change_number = 0;
  bool read = false;
  std::uint32_t status = 0;
  Time created = 0;
  Time modified = 0;
  std::optional<Time> deleted;
  std::uint64_t size = 0;
  bool has_attachments = false;
  PackedProperties properties;
  wire::ByteView change_key;               // empty as in Version
  wire::ByteView predecessor_change_list;  // the same
};

// What save_message() is told.
struct MessageWrite {
  MessageNumber number =
      0;                    // 0: a new one; else also one that does not exist yet, of a range reserved before
  FolderNumber folder = 0;  // of a new one
  bool associated = false;  // of a new one
  // The change number that the message had when it was read; conflict when it has another now. Nothing: it
  // does not matter.
  std::optional<ChangeNumber> expected;
  bool read = false;         // of a new one, as status: others keep theirs, which set_read() and
  std::uint32_t status = 0;  // set_status() change without a change of the message
  Time modified = 0;
  Time created = 0;        // of a new one
  wire::Bytes change_key;  // given by a client that synchronizes; empty otherwise
  wire::Bytes predecessor_change_list;
  std::string mirror;  // empty: that of the message as it is
  MessageColumns columns;
  Content content;
  std::string text;  // UTF-8: what full-text search finds it by; at most 256 KB are indexed
};

struct SavedMessage {
  MessageNumber number = 0;
  ChangeNumber change_number = 0;
  std::uint64_t size = 0;
};

}  // namespace mapigate::store
