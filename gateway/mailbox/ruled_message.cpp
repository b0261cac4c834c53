#include "gateway/mailbox/ruled_message.hpp"

#include "gateway/mailbox/bodies.hpp"
#include "gateway/mailbox/computed_properties.hpp"
#include "gateway/mailbox/message_columns.hpp"
#include "gateway/mailbox/message_write.hpp"

namespace mapigate::mailbox {

RuledMessage::RuledMessage(const Mailbox& mailbox, const store::Content& content, FolderNumber folder,
                           bool read)
    : ContentSource(content),
      mailbox_(mailbox),
      content_(content),
      folder_(folder),
      read_(read),
      now_(mailbox.now()),
      size_(content_size(content)) {}

const store::Property* RuledMessage::find(std::uint16_t id, store::Property& scratch) const {
  if (const store::Property* kept = ContentSource::find(id, scratch); kept && !is_computed(id)) return kept;
  if (is_body(id)) {
    // In a format that the message is not kept in.
    auto made = body(content_.properties, id);
    if (!made) return nullptr;
    scratch = std::move(*made);
    return &scratch;
  }
  if (!is_computed(id)) return nullptr;
  MessageFacts facts;
  facts.folder = folder_;
  facts.read = read_;
  facts.created = facts.modified = now_;
  facts.size = size_;
  facts.has_attachments = has_visible_attachments(content_.attachments);
  auto computed = computed_property(mailbox_, facts, KeptInMemory(content_.properties), id);
  if (!computed) return nullptr;
  scratch = std::move(*computed);
  return &scratch;
}

}  // namespace mapigate::mailbox
