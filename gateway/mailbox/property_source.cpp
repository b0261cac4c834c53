#include "gateway/mailbox/property_source.hpp"

#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;

namespace {

const store::Property* number(oxcdata::PropertyTag tag, std::uint32_t value, store::Property& scratch) {
  scratch = {tag, static_cast<wire::i32>(value), nullptr};
  return &scratch;
}

template <class Source, class Objects>
Match any(const Objects& objects, const PropertySource::Visitor& visit) {
  Match result = Match::no;
  for (const auto& object : objects) {
    const Match match = visit(Source(object));
    if (match == Match::yes) return match;
    if (match == Match::unknown) result = match;
  }
  return result;
}

}  // namespace

Match PropertySource::any_recipient(const Visitor&) const { return Match::no; }
Match PropertySource::any_attachment(const Visitor&) const { return Match::no; }

const store::Property* PropertiesSource::find(std::uint16_t id, store::Property&) const {
  return properties_.find(id);
}

const store::Property* ContentSource::find(std::uint16_t id, store::Property&) const {
  return properties_.find(id);
}
Match ContentSource::any_recipient(const Visitor& visit) const {
  return any<RecipientSource>(recipients_, visit);
}
Match ContentSource::any_attachment(const Visitor& visit) const {
  return any<AttachmentSource>(attachments_, visit);
}

const store::Property* RecipientSource::find(std::uint16_t id, store::Property& scratch) const {
  if (id == id_of(oxprops::pid_tag_rowid)) return number(oxprops::pid_tag_rowid, recipient_.row_id, scratch);
  if (id == id_of(oxprops::pid_tag_recipient_type)) {
    return number(oxprops::pid_tag_recipient_type, recipient_.type, scratch);
  }
  return recipient_.properties.find(id);
}

const store::Property* AttachmentSource::find(std::uint16_t id, store::Property& scratch) const {
  if (id == id_of(oxprops::pid_tag_attach_number)) {
    return number(oxprops::pid_tag_attach_number, attachment_.number, scratch);
  }
  return attachment_.properties.find(id);
}

}  // namespace mapigate::mailbox
