#include "gateway/mailbox/message_source.hpp"

#include "gateway/mailbox/bodies.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;
using store::Contents;
using store::Property;

namespace {

// A large value of a row: its size is known, and no more is asked for while rows are listed.
class UnreadValue final : public store::LargeValue {
 public:
  explicit UnreadValue(std::uint64_t size) : size_(size) {}
  std::uint64_t size() const override { return size_; }
  store::StoreResult<std::size_t> read(std::uint64_t, std::span<std::uint8_t>) const override {
    return store::StoreError{store::StoreFault::unavailable, "large values of rows are not read"};
  }

 private:
  const std::uint64_t size_;
};

const Property* put(std::optional<Property> property, Property& scratch) {
  if (!property) return nullptr;
  scratch = std::move(*property);
  return &scratch;
}

PropertyTag body_tag(std::uint16_t id) {
  if (id == id_of(oxprops::pid_tag_body)) return oxprops::pid_tag_body;
  return id == id_of(oxprops::pid_tag_html) ? oxprops::pid_tag_html : oxprops::pid_tag_rtf_compressed;
}

// Kept in any format, it can be had in this one.
bool has_body(const store::PackedProperties& properties) {
  return properties.contains(id_of(oxprops::pid_tag_body)) ||
         properties.contains(id_of(oxprops::pid_tag_html)) ||
         properties.contains(id_of(oxprops::pid_tag_rtf_compressed));
}

}  // namespace

const Property* ListedMessage::find(std::uint16_t id, Property& scratch) const {
  if (is_body(id) && body_ == Body::absent) return nullptr;
  if (auto property = row_property(mailbox_, facts_, kept_, id)) return put(std::move(property), scratch);
  if (is_computed(id)) return nullptr;
  if (is_body(id)) {
    if (!has_body(row_.properties)) return nullptr;
    const auto large = row_.properties.large(id);
    scratch = {body_tag(id), {}, std::make_shared<UnreadValue>(large ? large->size : 1)};
    return &scratch;
  }
  const auto large = row_.properties.large(id);
  if (!large) return nullptr;
  for (const PropertyTag tag : row_.properties.tags()) {
    if (id_of(tag) == id) scratch = {tag, {}, std::make_shared<UnreadValue>(large->size)};
  }
  return &scratch;
}

Match ListedMessage::any_recipient(const Visitor&) const { return Match::unknown; }

// Attachments that people do not see are attachments, too.
Match ListedMessage::any_attachment(const Visitor&) const { return Match::unknown; }

const Property* WholeMessage::find(std::uint16_t id, Property& scratch) const {
  if (is_computed(id)) return put(computed_property(mailbox_, facts_, kept_, id), scratch);
  if (!is_body(id)) return record_.properties.find(id);
  auto made = body(record_.properties, id);
  return made ? put(std::move(*made), scratch) : nullptr;
}

Match WholeMessage::any_recipient(const Visitor& visit) const {
  return ContentSource(record_.properties, record_.recipients, {}).any_recipient(visit);
}

Match WholeMessage::any_attachment(const Visitor& visit) const {
  if (!attachments_) {
    auto read = mailbox_.store().attachments(record_.number);
    if (!read) return Match::unknown;
    attachments_ = std::move(*read);
  }
  return ContentSource(record_.properties, record_.recipients, *attachments_).any_attachment(visit);
}

MessageFacts facts_of(const store::MessageRecord& record, std::uint32_t access) {
  MessageFacts facts;
  facts.folder = record.folder;
  facts.number = record.number;
  facts.associated =
      record.contents == Contents::associated || record.contents == Contents::deleted_associated;
  facts.change_number = record.version.change_number;
  facts.read = record.read;
  facts.status = record.status;
  facts.created = record.created;
  facts.modified = record.modified;
  facts.deleted = record.deleted;
  facts.size = record.size;
  facts.has_attachments = record.columns.has_attachments;
  facts.change_key = record.version.change_key;
  facts.predecessor_change_list = record.version.predecessor_change_list;
  facts.access = access;
  facts.modifiable = (access & access_modify) != 0;
  return facts;
}

}  // namespace mapigate::mailbox
