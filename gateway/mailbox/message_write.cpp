#include "gateway/mailbox/message_write.hpp"

#include <algorithm>

#include "gateway/mailbox/bodies.hpp"
#include "gateway/mailbox/computed_properties.hpp"
#include "gateway/mailbox/message_columns.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/recipients.hpp"
#include "gateway/mailbox/search_text.hpp"
#include "gateway/mailbox/subject.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using oxcdata::PropertyValue;
using store::Properties;

namespace {

// What a message takes beside its values.
constexpr std::uint64_t message_overhead = 64;
// The same of an attachment: a new one, which has 20 bytes of values, has a PidTagAttachSize of 0x40
// ([MS-OXCMSG] section 3.2.5.13).
constexpr std::uint64_t attachment_overhead = 0x40 - 20;

void set_default(Properties& properties, PropertyTag tag, PropertyValue value) {
  if (!properties.find(id_of(tag))) properties.set(tag, std::move(value));
}

// Those computed properties of which something is kept.
bool is_kept(std::uint16_t id, bool embedded) {
  switch (id) {
    case id_of(oxprops::pid_tag_creation_time):
    case id_of(oxprops::pid_tag_last_modification_time):
      return embedded;
    case id_of(oxprops::pid_tag_subject_prefix):
    case id_of(oxprops::pid_tag_normalized_subject):
    case id_of(oxprops::pid_tag_conversation_topic):
    case id_of(oxprops::pid_tag_tnef_correlation_key):
    case id_of(oxprops::pid_tag_display_bcc):
    case id_of(oxprops::pid_tag_display_cc):
    case id_of(oxprops::pid_tag_display_to):
    case id_of(oxprops::pid_tag_message_flags):
    case id_of(oxprops::pid_tag_native_body):
    case id_of(oxprops::pid_tag_rtf_in_sync):
      return true;
    default:
      return false;
  }
}

void complete_subject(Properties& properties) {
  if (properties.find(id_of(oxprops::pid_tag_subject))) {
    const std::u16string subject = text_of(properties, oxprops::pid_tag_subject, max_subject);
    // Where both parts are there they say more than the whole.
    if (!properties.find(id_of(oxprops::pid_tag_normalized_subject))) set_subject(properties, subject);
  } else if (properties.find(id_of(oxprops::pid_tag_normalized_subject))) {
    set_default(properties, oxprops::pid_tag_subject_prefix, std::u16string());
  }
}

void complete_embedded(Mailbox& mailbox, store::Content& content) {
  for (store::Attachment& attachment : content.attachments) {
    if (!attachment.embedded) continue;
    store::Content embedded = *attachment.embedded;
    complete_embedded(mailbox, embedded);
    complete(mailbox, embedded, true);
    attachment.embedded = std::make_shared<const store::Content>(std::move(embedded));
  }
}

}  // namespace

wire::Bytes new_search_key(Mailbox& mailbox) {
  wire::Bytes key(16);
  mailbox.services().random.fill(key);
  return key;
}

void complete(Mailbox& mailbox, store::Content& content, bool embedded) {
  Properties& properties = content.properties;
  complete_subject(properties);
  normalize_body(properties);
  for (const PropertyTag tag : computed_tags()) {
    if (!is_kept(id_of(tag), embedded)) properties.erase(id_of(tag));
  }

  // [MS-OXCMSG] section 3.2.5.2.
  set_default(properties, oxprops::pid_tag_importance, std::int32_t{1});
  set_default(properties, oxprops::pid_tag_message_class, std::u16string(u"IPM.Note"));
  set_default(properties, oxprops::pid_tag_sensitivity, std::int32_t{0});
  if (!properties.find(id_of(oxprops::pid_tag_search_key))) {
    properties.set(oxprops::pid_tag_search_key, new_search_key(mailbox));
  }
  const auto flags =
      static_cast<std::uint32_t>(value_or(properties, oxprops::pid_tag_message_flags, std::int32_t{0}));
  properties.set(oxprops::pid_tag_message_flags, static_cast<std::int32_t>(flags & ~mf_computed));

  number_recipients(content.recipients);
  properties.set(oxprops::pid_tag_display_to, display_names(content.recipients, recipient_to));
  properties.set(oxprops::pid_tag_display_cc, display_names(content.recipients, recipient_cc));
  properties.set(oxprops::pid_tag_display_bcc, display_names(content.recipients, recipient_bcc));
  properties.set(oxprops::pid_tag_native_body, static_cast<std::int32_t>(native_body(properties)));
}

void describe(store::MessageWrite& message) {
  message.columns = message_columns(message.content);
  message.text = search_text(message.content);
}

store::MessageWrite message_write(Mailbox& mailbox, store::Content content, const NewMessage& message) {
  store::MessageWrite write;
  write.folder = message.folder;
  write.associated = message.associated;
  write.read = message.read;
  write.status = message.status;
  const store::Time now = mailbox.now();
  write.created = message.created.value_or(now);
  write.modified = message.modified.value_or(write.created);
  write.mirror = message.mirror;
  write.content = std::move(content);
  complete_embedded(mailbox, write.content);
  complete(mailbox, write.content, false);
  set_default(write.content.properties, oxprops::pid_tag_local_commit_time, wire::FileTime{now});
  describe(write);
  return write;
}

std::uint64_t content_size(const Properties& properties, const std::vector<store::Recipient>& recipients,
                           const std::vector<store::Attachment>& attachments) {
  std::uint64_t size = message_overhead + size_of(properties);
  for (const store::Recipient& recipient : recipients) size += size_of(recipient.properties);
  for (const store::Attachment& attachment : attachments) size += attachment_size(attachment);
  return size;
}

std::uint64_t attachment_size(const store::Attachment& attachment) {
  std::uint64_t size = attachment_overhead + size_of(attachment.properties);
  if (attachment.embedded) size += content_size(*attachment.embedded);
  return size;
}

std::size_t embedding_depth(const store::Content& content) {
  std::size_t depth = 0;
  for (const store::Attachment& attachment : content.attachments) {
    if (attachment.embedded) depth = std::max(depth, 1 + embedding_depth(*attachment.embedded));
  }
  return depth;
}

}  // namespace mapigate::mailbox
