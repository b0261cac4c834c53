#pragma once

#include <memory>

#include "gateway/mailbox/open_message.hpp"

namespace mapigate::mailbox {

using OpenAttachmentPtr = std::shared_ptr<OpenAttachment>;

// An attachment while somebody has it open. What is changed goes into the message when it is saved, and is
// durable when the message is saved ([MS-OXCMSG] section 3.2.5.15). One thread at a time.
class OpenAttachment : public std::enable_shared_from_this<OpenAttachment> {
 public:
  // NotFound. AccessDenied where the message is open for reading only.
  static Outcome<OpenAttachmentPtr> open(OpenMessagePtr message, std::uint32_t number, OpenMode mode);
  // MaxAttachmentExceeded. AccessDenied.
  static Outcome<OpenAttachmentPtr> create(OpenMessagePtr message);

  const OpenMessagePtr& message() const { return message_; }
  const Logon& logon() const { return message_->logon(); }
  Mailbox& mailbox() const { return message_->mailbox(); }
  std::uint32_t number() const { return attachment_.number; }
  bool writable() const { return writable_; }
  bool has_embedded() const { return attachment_.embedded != nullptr; }
  std::uint64_t memory() const { return memory_; }  // bytes, about

  // As those of OpenMessage.
  Outcome<store::Property> property(std::uint16_t id) const;
  std::vector<oxcdata::PropertyTag> property_tags() const;
  const store::Properties& kept_properties() const { return attachment_.properties; }
  Outcome<void> set_property(store::Property property);
  Outcome<void> delete_property(std::uint16_t id);

  Outcome<void> save();
  void set_writable(bool writable) { writable_ = writable && message_->writable(); }

  // The message that it is. NotFound where it is none and `create` is not set. AccessDenied. TooComplex: too
  // many within one another.
  Outcome<OpenMessagePtr> embedded(bool writable, bool create, std::uint32_t locale);

 private:
  friend class OpenMessage;
  OpenAttachment(OpenMessagePtr message, store::Attachment attachment)
      : message_(std::move(message)), attachment_(std::move(attachment)) {}
  void set_embedded(std::shared_ptr<const store::Content> content);

  const OpenMessagePtr message_;
  store::Attachment attachment_;
  bool writable_ = false;
  bool changed_ = false;
  std::uint64_t memory_ = 0;
};

}  // namespace mapigate::mailbox
