// Status and read state: [MS-OXCMSG] sections 3.2.5.8 to 3.2.5.11.

#include "gateway/mailbox/ids.hpp"
#include "gateway/mailbox/message_access.hpp"
#include "gateway/mailbox/message_flags.hpp"
#include "gateway/mailbox/property_values.hpp"
#include "gateway/mapi/handlers/oxcmsg_parts.hpp"
#include "gateway/mapi/handlers/read_receipts.hpp"
#include "gateway/mapi/objects/folder_object.hpp"
#include "protocol/oxcmsg/message_status.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mapi::handlers {

using mailbox::Outcome;

namespace {

struct StatusTarget {
  store::MessageRecord record;
  std::uint32_t access = 0;
};

// A message that is not opened for its status. NotFound where it is not in the folder, or deleted.
Outcome<StatusTarget> status_target(const FolderObject& folder, oxcdata::MessageId id) {
  const auto number = mailbox::number_of(id);
  if (!number) return ErrorCode::not_found;
  const mailbox::Logon& logon = *folder.logon;
  auto record = logon.mailbox().store().message(*number);
  if (!record) return logon.mailbox().failed(record.error());
  if (record->deleted) return ErrorCode::not_found;
  if (record->folder != folder.number) {
    const auto shown_by = logon.mailbox().store().folder(folder.number);
    if (!shown_by) return logon.mailbox().failed(shown_by.error());
    if (shown_by->kind != store::FolderKind::search) return ErrorCode::not_found;
  }
  const auto rights = logon.rights(record->folder);
  if (!rights) return rights.error();
  const std::uint32_t access = mailbox::message_access(
      logon.actor(), *rights,
      mailbox::value_or(record->properties, oxprops::pid_tag_creator_entry_id, wire::Bytes()));
  return StatusTarget{std::move(*record), access};
}

RopOutcome set_message_status(RopCall& call, const oxcmsg::SetMessageStatusRequest& request,
                              oxcmsg::SetMessageStatusResponse& response) {
  const auto* folder = call.input<FolderObject>();
  if (!folder) return ErrorCode::null_object;  // section 3.2.5.8
  const auto target = status_target(*folder, request.message_id);
  if (!target) return target.error();
  if ((target->access & mailbox::access_modify) == 0) return ErrorCode::access_denied;
  // The response has the bits as they were.
  const auto before =
      folder->logon->mailbox().set_status(target->record.number, target->record.folder,
                                          request.message_status_flags, request.message_status_mask);
  if (!before) return before.error();
  response.message_status_flags = *before;
  return {};
}

// The RopId of the response is that of the request, as of every other ROP; Microsoft's own reader of captures
// has a response of this kind. Gromox answers with the RopId of RopSetMessageStatus.
RopOutcome get_message_status(RopCall& call, const oxcmsg::GetMessageStatusRequest& request,
                              oxcmsg::GetMessageStatusResponse& response) {
  const auto* folder = call.input<FolderObject>();
  if (!folder) return ErrorCode::null_object;  // section 3.2.5.9
  const auto target = status_target(*folder, request.message_id);
  if (!target) return target.error();
  if ((target->access & mailbox::access_read) == 0) return ErrorCode::access_denied;
  response.message_status_flags = target->record.status;
  return {};
}

RopOutcome set_read_flags(const RopServices& services, RopCall& call,
                          const oxcmsg::SetReadFlagsRequest& request,
                          oxcmsg::SetReadFlagsResponse& response) {
  const auto* folder = call.input<FolderObject>();
  if (!folder) return ErrorCode::null_object;
  const auto flags = read_flags_of(request.read_flags);
  if (!flags) return flags.error();
  std::vector<store::MessageNumber> numbers;
  for (const auto id : request.message_ids) {
    if (const auto number = mailbox::number_of(id)) {
      numbers.push_back(*number);
    } else {
      response.partial_completion = true;
    }
  }
  // No ids at all are all messages of the folder, as in IMAPIFolder::SetReadFlags; ids that are none are not.
  if (numbers.empty() && !request.message_ids.empty()) return {};
  ReadReceipts receipts(folder->logon, *flags, services);
  if (auto expected = receipts.expect(folder->number, numbers); !expected) return expected.error();
  if (flags->read) {
    const auto done = folder->logon->set_read(folder->number, std::move(numbers), *flags->read);
    if (!done) return done.error();
    response.partial_completion = response.partial_completion || done->partial;
  }
  receipts.settle();
  return {};
}

RopOutcome set_message_read_flag(const RopServices& services, RopCall& call,
                                 const oxcmsg::SetMessageReadFlagRequest& request,
                                 oxcmsg::SetMessageReadFlagResponse& response) {
  auto* object = call.object<MessageObject>(request.input_handle_index);
  if (!object) return ErrorCode::null_object;
  const auto flags = read_flags_of(request.read_flags);
  if (!flags) return flags.error();
  const ReadReceipts receipts(object->logon, *flags, services);
  const auto waited_for = receipts.is_waited_for(*object->message);
  if (!waited_for) return waited_for.error();
  if (flags->read) {
    const auto changed = object->message->set_read(*flags->read);
    if (!changed) return changed.error();
    // Of public folders the client keeps the state itself, and is told of changes.
    response.read_status_changed = *changed && !request.private_logon;
  }
  if (*waited_for) receipts.settle(*object->message);
  response.logon_id = call.head.logon_id;
  response.client_data = request.client_data;
  return {};
}

}  // namespace

void register_oxcmsg_status(RopRegistry& registry, const RopServices& services) {
  registry.add<oxcmsg::SetMessageStatusRequest, oxcmsg::SetMessageStatusResponse>(set_message_status);
  registry.add<oxcmsg::GetMessageStatusRequest, oxcmsg::GetMessageStatusResponse>(get_message_status);
  registry.add<oxcmsg::SetReadFlagsRequest, oxcmsg::SetReadFlagsResponse>(
      [&services](RopCall& call, const oxcmsg::SetReadFlagsRequest& request,
                  oxcmsg::SetReadFlagsResponse& response) {
        return set_read_flags(services, call, request, response);
      });
  registry.add<oxcmsg::SetMessageReadFlagRequest, oxcmsg::SetMessageReadFlagResponse>(
      [&services](RopCall& call, const oxcmsg::SetMessageReadFlagRequest& request,
                  oxcmsg::SetMessageReadFlagResponse& response) {
        return set_message_read_flag(services, call, request, response);
      });
}

}  // namespace mapigate::mapi::handlers
