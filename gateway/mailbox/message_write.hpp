#pragma once

#include "gateway/mailbox/mailbox.hpp"
#include "gateway/store/message_record.hpp"

namespace mapigate::mailbox {

// A message to be put into a folder as a whole: by delivery, by import, by a copy from another mailbox.
struct NewMessage {
  FolderNumber folder = 0;
  bool associated = false;
  bool read = false;
  std::uint32_t status = 0;                  // PidTagMessageStatus
  std::optional<store::Time> created = {};   // now
  std::optional<store::Time> modified = {};  // when it was created
  std::string mirror = {};
};

// `content` made complete and described by its columns and its text, for Mailbox::save_message() or
// deliver_message(). Properties that are computed are taken out; of PidTagMessageFlags what can be kept
// stays.
store::MessageWrite message_write(Mailbox& mailbox, store::Content content, const NewMessage& message);

// The two steps of it, for messages that are changed: what a message must have that is saved, messages that
// are embedded in it left alone; and its columns and text. `embedded`: it is one itself, which keeps its
// times among its properties.
void complete(Mailbox& mailbox, store::Content& content, bool embedded);
void describe(store::MessageWrite& message);

// Bytes of all values of the message and of what is attached to it, as PidTagMessageSize counts them
// ([MS-OXCMSG] section 2.2.1.7).
std::uint64_t content_size(const store::Properties& properties,
                           const std::vector<store::Recipient>& recipients,
                           const std::vector<store::Attachment>& attachments);
inline std::uint64_t content_size(const store::Content& content) {
  return content_size(content.properties, content.recipients, content.attachments);
}
// Of one attachment: PidTagAttachSize ([MS-OXCMSG] section 2.2.2.5).
std::uint64_t attachment_size(const store::Attachment& attachment);
// Messages within messages: 0 where none is embedded.
std::size_t embedding_depth(const store::Content& content);

// A random PidTagSearchKey ([MS-OXCPRPT] section 2.2.1.9).
wire::Bytes new_search_key(Mailbox& mailbox);

}  // namespace mapigate::mailbox
