#include "gateway/mailbox/open_attachment.hpp"

#include "gateway/mailbox/attachment_properties.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::PropertyType;
using store::Property;

namespace {

// As of a message: large values are in files.
constexpr std::uint64_t max_memory = std::uint64_t{16} << 20;

}  // namespace

Outcome<OpenAttachmentPtr> OpenAttachment::open(OpenMessagePtr message, std::uint32_t number, OpenMode mode) {
  const auto found = message->attachment(number);
  if (!found) return found.error();
  if (!*found) return ErrorCode::not_found;
  const bool may_modify = message->writable();
  if (mode == OpenMode::read_write && !may_modify) return ErrorCode::access_denied;
  OpenAttachmentPtr attachment(new OpenAttachment(std::move(message), **found));
  attachment->writable_ = mode != OpenMode::read_only && may_modify;
  attachment->memory_ = memory_of(attachment->attachment_.properties);
  return attachment;
}

Outcome<OpenAttachmentPtr> OpenAttachment::create(OpenMessagePtr message) {
  const auto number = message->reserve_attachment();
  if (!number) return number.error();
  const store::Time now = message->mailbox().now();
  OpenAttachmentPtr attachment(new OpenAttachment(std::move(message), new_attachment(*number, now)));
  attachment->writable_ = true;
  attachment->changed_ = true;
  return attachment;
}

Outcome<Property> OpenAttachment::property(std::uint16_t id) const {
  auto found = attachment_property(mailbox(), attachment_, writable_, id);
  if (!found) return ErrorCode::not_found;
  return std::move(*found);
}

std::vector<PropertyTag> OpenAttachment::property_tags() const { return attachment_tags(attachment_); }

Outcome<void> OpenAttachment::set_property(Property property) {
  if (!writable_) return ErrorCode::access_denied;
  const std::uint16_t id = id_of(property.tag);
  if (is_computed_of_attachment(id)) return ErrorCode::access_denied;
  const std::uint64_t more = memory_of(property);
  if (memory_ + more > max_memory) memory_ = memory_of(attachment_.properties);
  if (memory_ + more > max_memory) return ErrorCode::out_of_memory;
  memory_ += more;
  // One id in two types: bytes take the place of a message, or of an OLE object.
  if (id == id_of(oxprops::pid_tag_attach_data_binary)) attachment_.embedded.reset();
  attachment_.properties.set(std::move(property));
  changed_ = true;
  return {};
}

Outcome<void> OpenAttachment::delete_property(std::uint16_t id) {
  if (!writable_ || is_computed_of_attachment(id)) return ErrorCode::access_denied;
  if (id == id_of(oxprops::pid_tag_attach_data_object) && attachment_.embedded) {
    attachment_.embedded.reset();
    changed_ = true;
  }
  if (attachment_.properties.erase(id)) changed_ = true;
  return {};
}

Outcome<void> OpenAttachment::save() {
  if (!writable_) return ErrorCode::access_denied;
  if (!changed_) return {};
  store::Attachment attachment = attachment_;
  attachment.properties.set(oxprops::pid_tag_last_modification_time, wire::FileTime{mailbox().now()});
  if (auto put = message_->put_attachment(attachment); !put) return put;
  attachment_ = std::move(attachment);
  changed_ = false;
  return {};
}

Outcome<OpenMessagePtr> OpenAttachment::embedded(bool writable, bool create, std::uint32_t locale) {
  if ((writable || create) && !writable_) return ErrorCode::access_denied;
  if (attachment_.embedded) return OpenMessage::open_embedded(shared_from_this(), writable || create);
  if (!create) return ErrorCode::not_found;
  if (message_->depth() + 1 > mailbox().services().limits.embedding_depth) return ErrorCode::too_complex;
  return OpenMessage::create_embedded(shared_from_this(), locale);
}

void OpenAttachment::set_embedded(std::shared_ptr<const store::Content> content) {
  attachment_.embedded = std::move(content);
  attachment_.properties.erase(id_of(oxprops::pid_tag_attach_data_binary));
  attachment_.properties.set(oxprops::pid_tag_attach_method, attach_embedded_message);
  changed_ = true;
}

}  // namespace mapigate::mailbox
