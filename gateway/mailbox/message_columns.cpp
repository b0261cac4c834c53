#include "gateway/mailbox/message_columns.hpp"

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/conversation.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mailbox/sort_key.hpp"
#include "gateway/mailbox/subject.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mailbox {

using store::Properties;

namespace {

// Text of which a key is made: more than enough for max_sort_key bytes of it.
constexpr std::size_t max_text = 1024;

std::string text_key(const Properties& properties, oxcdata::PropertyTag tag) {
  return sort_key(text_of(properties, tag, max_text));
}

store::Time time_of(const Properties& properties, oxcdata::PropertyTag tag) {
  return value_or(properties, tag, wire::FileTime()).ticks;
}

std::string conversation_key(const Properties& properties) {
  wire::Bytes index;
  if (value_or(properties, oxprops::pid_tag_conversation_index_tracking, false)) {
    index = value_or(properties, oxprops::pid_tag_conversation_index, wire::Bytes());
  }
  const bool has_topic = properties.find(id_of(oxprops::pid_tag_conversation_topic)) != nullptr;
  const auto topic = has_topic ? oxprops::pid_tag_conversation_topic : oxprops::pid_tag_normalized_subject;
  const auto id = conversation_id(index, text_of(properties, topic, max_text));
  return id ? std::string(id->begin(), id->end()) : std::string();
}

}  // namespace

bool has_visible_attachments(const std::vector<store::Attachment>& attachments) {
  return std::ranges::any_of(attachments, [](const store::Attachment& attachment) {
    return !value_or(attachment.properties, oxprops::pid_tag_attachment_hidden, false);
  });
}

std::string message_class_key(std::u16string_view message_class) {
  return to_lower(wire::to_utf8(message_class)).substr(0, max_sort_key);
}

store::MessageColumns message_columns(const store::Content& content) {
  const Properties& properties = content.properties;
  store::MessageColumns columns;
  columns.delivery_time = time_of(properties, oxprops::pid_tag_message_delivery_time);
  columns.submit_time = time_of(properties, oxprops::pid_tag_client_submit_time);
  columns.subject = text_key(properties, oxprops::pid_tag_normalized_subject);
  columns.sender = text_key(properties, oxprops::pid_tag_sent_representing_name);
  columns.display_to = text_key(properties, oxprops::pid_tag_display_to);
  columns.message_class = message_class_key(text_of(properties, oxprops::pid_tag_message_class, max_text));
  columns.conversation = conversation_key(properties);
  columns.importance = value_or(properties, oxprops::pid_tag_importance, std::int32_t{1});
  columns.flag_status = value_or(properties, oxprops::pid_tag_flag_status, std::int32_t{0});
  columns.has_attachments = has_visible_attachments(content.attachments);
  return columns;
}

}  // namespace mapigate::mailbox
