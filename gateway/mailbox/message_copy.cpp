#include "gateway/mailbox/message_copy.hpp"

#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

namespace {

template <class T>
Outcome<T> translate(T value, MailboxTranslator& translator) {
  if (&translator.source() == &translator.target()) return value;
  return translator.translate(std::move(value));
}

}  // namespace

Outcome<store::Property> translated(store::Property property, MailboxTranslator& translator) {
  if (!oxcdata::is_named(property.tag)) return property;
  store::Properties one;
  one.set(std::move(property));
  auto there = translate(std::move(one), translator);
  if (!there) return there.error();
  if (there->empty()) return ErrorCode::not_found;
  return there->all().front();
}

Outcome<void> copy_recipients(OpenMessage& from, OpenMessage& to, MailboxTranslator& translator) {
  const auto recipients = from.recipients();
  if (!recipients) return recipients.error();
  auto copies = translate(store::Content{{}, **recipients, {}}, translator);
  if (!copies) return copies.error();
  std::vector<RecipientChange> changes;
  changes.reserve(copies->recipients.size());
  for (store::Recipient& recipient : copies->recipients) {
    changes.push_back({recipient.row_id, false, recipient.type, std::move(recipient.properties)});
  }
  if (auto removed = to.remove_all_recipients(); !removed) return removed;
  return to.change_recipients(std::move(changes));
}

Outcome<void> copy_attachments(OpenMessage& from, OpenMessage& to, MailboxTranslator& translator) {
  const auto present = to.attachments();
  if (!present) return present.error();
  std::vector<std::uint32_t> replaced;
  for (const store::Attachment& attachment : **present) replaced.push_back(attachment.number);
  const auto attachments = from.attachments();
  if (!attachments) return attachments.error();
  auto copies = translate(store::Content{{}, {}, **attachments}, translator);
  if (!copies) return copies.error();
  for (const std::uint32_t number : replaced) {
    if (auto deleted = to.delete_attachment(number); !deleted) return deleted;
  }
  for (store::Attachment& copy : copies->attachments) {
    const auto number = to.reserve_attachment();
    if (!number) return number.error();
    copy.number = *number;
    if (auto put = to.put_attachment(std::move(copy)); !put) return put;
  }
  return {};
}

Outcome<void> copy_embedded(OpenAttachment& from, OpenAttachment& to, MailboxTranslator& translator) {
  const auto source = from.embedded(false, false, 0);
  if (!source) return source.error();
  if (auto cleared = to.delete_property(oxcdata::id_of(oxprops::pid_tag_attach_data_object)); !cleared) {
    return cleared;
  }
  const auto destination = to.embedded(true, true, 0);
  if (!destination) return destination.error();
  const auto kept = (*source)->kept_properties();
  if (!kept) return kept.error();
  const auto properties = translate(**kept, translator);
  if (!properties) return properties.error();
  for (const store::Property& property : properties->all()) {
    // What is computed is computed there too.
    const auto set = (*destination)->set_property(property);
    if (!set && set.error() != ErrorCode::access_denied) return set;
  }
  if (auto copied = copy_recipients(**source, **destination, translator); !copied) return copied;
  if (auto copied = copy_attachments(**source, **destination, translator); !copied) return copied;
  return (*destination)->save(true);
}

}  // namespace mapigate::mailbox
