#include "gateway/mailbox/mailbox_copy.hpp"

#include "gateway/mailbox/message_lists.hpp"
#include "gateway/mailbox/message_write.hpp"
#include "gateway/store/message_record.hpp"

namespace mapigate::mailbox {

namespace {

// Messages saved in one transaction: without their large values they are in memory together.
constexpr std::size_t saved_at_once = 20;

bool within(const MessageLimits& limits, const store::Content& content) {
  return content.recipients.size() <= limits.recipients && content.attachments.size() <= limits.attachments &&
         embedding_depth(content) <= limits.embedding_depth && content_size(content) <= limits.size;
}

// Nothing where it is not there any more, or cannot be kept by the target.
Outcome<std::optional<store::MessageWrite>> read(MessageNumber number, MailboxTranslator& translator,
                                                 FolderNumber to) {
  Mailbox& source = translator.source();
  auto record = source.store().message(number);
  if (!record) {
    if (record.error().fault == store::StoreFault::not_found) return std::nullopt;
    return source.failed(record.error());
  }
  auto attachments = source.store().attachments(number);
  if (!attachments) {
    if (attachments.error().fault == store::StoreFault::not_found) return std::nullopt;
    return source.failed(attachments.error());
  }
  auto content = translator.translate(
      store::Content{std::move(record->properties), std::move(record->recipients), std::move(*attachments)});
  if (!content) return content.error();
  if (!within(translator.target().services().limits, *content)) return std::nullopt;
  NewMessage message;
  message.folder = to;
  message.associated = record->contents == store::Contents::associated ||
                       record->contents == store::Contents::deleted_associated;
  message.read = record->read;
  message.status = record->status;
  message.created = record->created;
  message.modified = record->modified;
  return message_write(translator.target(), std::move(*content), message);
}

}  // namespace

Outcome<std::uint16_t> MailboxTranslator::translated_id(std::uint16_t id) {
  if (const auto known = ids_.find(id); known != ids_.end()) return known->second;
  std::uint16_t translated = 0;
  if (const oxcdata::PropertyName* name = source_.property_name(id)) {
    const auto given = target_.property_id(*name, true);
    if (!given) return given.error();
    translated = *given;
  }
  ids_.emplace(id, translated);
  return translated;
}

Outcome<store::Properties> MailboxTranslator::translate(store::Properties properties) {
  // Named properties are at the end, behind all others.
  std::vector<store::Property> named;
  while (!properties.empty() && oxcdata::is_named(properties.all().back().tag)) {
    named.push_back(properties.all().back());
    properties.erase(oxcdata::id_of(named.back().tag));
  }
  for (store::Property& property : named) {
    const auto id = translated_id(oxcdata::id_of(property.tag));
    if (!id) return id.error();
    if (*id == 0) continue;
    property.tag = oxcdata::property_tag(*id, oxcdata::type_of(property.tag));
    properties.set(std::move(property));
  }
  return properties;
}

Outcome<store::Content> MailboxTranslator::translate(store::Content content) {
  const auto in_place = [&](store::Properties& properties) -> Outcome<void> {
    auto translated = translate(std::move(properties));
    if (!translated) return translated.error();
    properties = std::move(*translated);
    return {};
  };
  if (auto done = in_place(content.properties); !done) return done.error();
  for (store::Recipient& recipient : content.recipients) {
    if (auto done = in_place(recipient.properties); !done) return done.error();
  }
  for (store::Attachment& attachment : content.attachments) {
    if (auto done = in_place(attachment.properties); !done) return done.error();
    if (!attachment.embedded) continue;
    auto embedded = translate(*attachment.embedded);
    if (!embedded) return embedded.error();
    attachment.embedded = std::make_shared<const store::Content>(std::move(*embedded));
  }
  return content;
}

Outcome<std::vector<MessageNumber>> copy_messages_between(std::span<const MessageNumber> numbers,
                                                          MailboxTranslator& translator, FolderNumber to) {
  std::vector<MessageNumber> copied;
  const auto failed = [&](ErrorCode error) -> Outcome<std::vector<MessageNumber>> {
    if (copied.empty()) return error;
    return std::move(copied);
  };
  for (const auto batch : batches(numbers, saved_at_once)) {
    std::vector<MessageNumber> read_here;
    std::vector<store::MessageWrite> writes;
    for (const MessageNumber number : batch) {
      auto write = read(number, translator, to);
      if (!write) return failed(write.error());
      if (!*write) continue;
      read_here.push_back(number);
      writes.push_back(std::move(**write));
    }
    if (writes.empty()) continue;
    const auto saved = translator.target().save_messages(writes);
    if (!saved) return failed(saved.error());
    copied.insert(copied.end(), read_here.begin(), read_here.end());
  }
  return copied;
}

}  // namespace mapigate::mailbox
