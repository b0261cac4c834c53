// The recipients of an open message: [MS-OXCMSG] sections 3.2.5.4 to 3.2.5.6.

#include <algorithm>
#include <limits>

#include "gateway/mapi/connect.hpp"
#include "gateway/mapi/handlers/oxcmsg_parts.hpp"
#include "gateway/mapi/handlers/oxcprpt_parts.hpp"
#include "gateway/mapi/handlers/recipient_rows.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mapi::handlers {

using oxcmsg::ReadRecipientRow;

namespace {

constexpr std::size_t read_head = 7;  // RopId, InputHandleIndex, ReturnValue and RowCount

RopOutcome remove_all_recipients(RopCall& call, const oxcmsg::RemoveAllRecipientsRequest&,
                                 oxcmsg::RemoveAllRecipientsResponse&) {
  auto* object = call.input<MessageObject>();
  if (!object) return ErrorCode::null_object;
  const auto removed = object->message->remove_all_recipients();
  return removed ? ErrorCode::success : removed.error();
}

RopOutcome modify_recipients(RopCall& call, const oxcmsg::ModifyRecipientsRequest& request,
                             oxcmsg::ModifyRecipientsResponse&) {
  auto* object = call.input<MessageObject>();
  if (!object) return ErrorCode::null_object;
  // A RecipientRow has these already ([MS-OXCDATA] section 2.8.3.2): which of two values would hold?
  if (std::ranges::any_of(request.recipient_columns, is_recipient_field)) return ErrorCode::invalid_parameter;
  const std::string prefix = dn_prefix(call.session.user->legacy_dn);
  const RowOrigin origin{request.recipient_columns, prefix, code_page_of(call.session, *object)};
  std::vector<mailbox::RecipientChange> changes;
  changes.reserve(request.recipient_rows.size());
  for (const oxcmsg::ModifyRecipientRow& row : request.recipient_rows) {
    mailbox::RecipientChange change;
    change.row_id = row.row_id;
    change.remove = !row.recipient_row.has_value();
    change.type = row.recipient_type;
    if (row.recipient_row) change.properties = from_recipient_row(*row.recipient_row, origin);
    changes.push_back(std::move(change));
  }
  if (auto changed = object->message->change_recipients(std::move(changes)); !changed) return changed.error();
  if (!object->columns_told) object->recipient_columns = request.recipient_columns;
  return {};
}

RopOutcome read_recipients(RopCall& call, const oxcmsg::ReadRecipientsRequest& request,
                           oxcmsg::ReadRecipientsResponse& response) {
  auto* object = call.input<MessageObject>();
  if (!object) return ErrorCode::null_object;
  const auto recipients = object->message->recipients();
  if (!recipients) return recipients.error();
  // From the one with this row id on, or the next one: clients count up, and some may have been removed
  // between.
  auto next = std::ranges::lower_bound(**recipients, request.row_id, {}, &store::Recipient::row_id);
  if (next == (*recipients)->end()) return ErrorCode::not_found;

  response.columns = object->recipient_columns;
  const wire::u32 code_page = code_page_of(call.session, *object);
  const std::size_t room = call.room();
  std::size_t used = read_head;
  for (; next != (*recipients)->end(); ++next) {
    if (response.recipient_rows.size() == std::numeric_limits<wire::u8>::max()) break;
    ReadRecipientRow row{next->row_id, next->type, static_cast<wire::u16>(code_page),
                         to_recipient_row(*next, response.columns, code_page)};
    const auto write = [&] {
      wire::Writer writer;
      ReadRecipientRow::fields(response.columns, row, writer);
      return writer.ok() ? writer.size() : 0;
    };
    std::size_t size = write();
    if (size == 0 || used + size > room) {
      // One that is too large for any buffer is shown without its columns, so that the others can be reached.
      if (!response.recipient_rows.empty() || call.response.size() > 0) break;
      row.recipient_row.properties = {};
      size = write();
      if (size == 0 || used + size > room) break;
    }
    used += size;
    response.recipient_rows.push_back(std::move(row));
  }
  if (!response.recipient_rows.empty()) return {};
  return call.response.size() > 0 ? RopOutcome::too_big() : RopOutcome(ErrorCode::buffer_too_small);
}

}  // namespace

void register_oxcmsg_recipients(RopRegistry& registry) {
  registry.add<oxcmsg::RemoveAllRecipientsRequest, oxcmsg::RemoveAllRecipientsResponse>(
      remove_all_recipients);
  registry.add<oxcmsg::ModifyRecipientsRequest, oxcmsg::ModifyRecipientsResponse>(modify_recipients);
  registry.add<oxcmsg::ReadRecipientsRequest, oxcmsg::ReadRecipientsResponse>(read_recipients);
}

}  // namespace mapigate::mapi::handlers
