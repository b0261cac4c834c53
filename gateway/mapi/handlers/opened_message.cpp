#include <algorithm>
#include <limits>

#include "gateway/mailbox/property_values.hpp"
#include "gateway/mapi/handlers/oxcmsg_parts.hpp"
#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "gateway/mapi/handlers/recipient_rows.hpp"
#include "gateway/mapi/text.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/code_page.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mapi::handlers {

using oxcdata::id_of;
using oxcmsg::OpenedMessage;
using oxcmsg::OpenRecipientRow;

namespace {

// UTF-16 code units of a subject here; more of it is had as a property.
constexpr std::size_t max_shown_prefix = 256;
constexpr std::size_t max_shown_subject = 8192;

std::optional<std::size_t> wire_size_of(std::span<const oxcdata::PropertyTag> columns,
                                        const OpenRecipientRow& row) {
  wire::Writer writer;
  OpenRecipientRow::fields(columns, row, writer);
  return writer.ok() ? std::optional(writer.size()) : std::nullopt;
}

oxcdata::TypedString shown(mailbox::OpenMessage& message, oxcdata::PropertyTag tag, std::size_t limit) {
  const auto property = message.property(id_of(tag));
  const auto text = property ? mailbox::text_of(*property, limit) : std::nullopt;
  return oxcdata::typed_string(text ? until_zero(*text) : std::u16string_view());
}

}  // namespace

mailbox::Outcome<wire::u32> code_page_of_request(wire::u16 code_page_id) {
  if (code_page_id == oxcmsg::code_page_of_logon) return 0u;
  if (!wire::is_known(code_page_id)) return ErrorCode::invalid_codepage;
  return wire::u32{code_page_id};
}

mailbox::Outcome<OpenedMessage> opened_message(const RopCall& call, MessageObject& object, std::size_t head) {
  mailbox::OpenMessage& message = *object.message;
  const auto recipients = message.recipients();
  if (!recipients) return recipients.error();
  const auto named = message.property(id_of(oxprops::pid_tag_has_named_properties));

  OpenedMessage opened;
  opened.has_named_properties = named && std::get<bool>(named->value);
  opened.subject_prefix = shown(message, oxprops::pid_tag_subject_prefix, max_shown_prefix);
  opened.normalized_subject = shown(message, oxprops::pid_tag_normalized_subject, max_shown_subject);
  opened.recipient_count = static_cast<wire::u16>(
      std::min<std::size_t>((*recipients)->size(), std::numeric_limits<wire::u16>::max()));
  opened.recipient_columns = recipient_columns(**recipients);

  wire::Writer writer;
  writer.write(opened);
  if (!writer.ok()) return ErrorCode::general_failure;
  std::size_t used = head + writer.size();
  const std::size_t room = call.room();
  if (used > room) return ErrorCode::buffer_too_small;
  const wire::u32 code_page = code_page_of(call.session, object);
  for (const store::Recipient& recipient : **recipients) {
    if (opened.recipient_rows.size() == std::numeric_limits<wire::u8>::max()) break;
    OpenRecipientRow row{recipient.type, static_cast<wire::u16>(code_page),
                         to_recipient_row(recipient, opened.recipient_columns, code_page)};
    const auto size = wire_size_of(opened.recipient_columns, row);
    // One that cannot be shown at all ends the list, and is asked for again by RopReadRecipients.
    if (!size || used + *size > room) break;
    used += *size;
    opened.recipient_rows.push_back(std::move(row));
  }
  object.recipient_columns = opened.recipient_columns;
  object.columns_told = true;
  return opened;
}

std::optional<bool> writable_after_save(wire::u8 save_flags) {
  if ((save_flags & (oxcmsg::save_force | oxcmsg::save_keep_open_read_write)) != 0) return true;
  if ((save_flags & oxcmsg::save_keep_open_read_only) != 0) return false;
  return std::nullopt;
}

}  // namespace mapigate::mapi::handlers
