// Attachments and embedded messages: [MS-OXCMSG] sections 3.2.5.12 to 3.2.5.18.

#include "gateway/mapi/handlers/oxcmsg_parts.hpp"
#include "gateway/mapi/objects/attachment_object.hpp"
#include "protocol/oxcmsg/attachments.hpp"

namespace mapigate::mapi::handlers {

using mailbox::OpenAttachment;
using mailbox::OpenMode;

namespace {

constexpr std::size_t embedded_head = 6 + 1 + 8;  // and Reserved and MessageId

std::unique_ptr<AttachmentObject> object_of(const MessageObject& message,
                                            mailbox::OpenAttachmentPtr attachment) {
  auto object = std::make_unique<AttachmentObject>();
  object->logon = message.logon;
  object->code_page = message.code_page;
  object->attachment = std::move(attachment);
  return object;
}

RopOutcome open_attachment(RopCall& call, const oxcmsg::OpenAttachmentRequest& request,
                           oxcmsg::OpenAttachmentResponse&) {
  const auto* message = call.input<MessageObject>();
  if (!message) return ErrorCode::null_object;
  OpenMode mode = OpenMode::read_only;
  switch (request.open_attachment_flags & oxcmsg::open_best_access) {
    case oxcmsg::open_read_write:
      mode = OpenMode::read_write;
      break;
    case oxcmsg::open_best_access:
      mode = OpenMode::best_access;
      break;
    default:
      break;
  }
  auto attachment = OpenAttachment::open(message->message, request.attachment_id, mode);
  if (!attachment) return attachment.error();
  return call.open(request.output_handle_index, object_of(*message, std::move(*attachment)));
}

RopOutcome create_attachment(RopCall& call, const oxcmsg::CreateAttachmentRequest& request,
                             oxcmsg::CreateAttachmentResponse& response) {
  const auto* message = call.input<MessageObject>();
  if (!message) return ErrorCode::null_object;
  auto attachment = OpenAttachment::create(message->message);
  if (!attachment) return attachment.error();
  response.attachment_id = (*attachment)->number();
  return call.open(request.output_handle_index, object_of(*message, std::move(*attachment)));
}

RopOutcome delete_attachment(RopCall& call, const oxcmsg::DeleteAttachmentRequest& request,
                             oxcmsg::DeleteAttachmentResponse&) {
  auto* message = call.input<MessageObject>();
  if (!message) return ErrorCode::null_object;
  const auto deleted = message->message->delete_attachment(request.attachment_id);
  return deleted ? ErrorCode::success : deleted.error();
}

RopOutcome save_changes_attachment(RopCall& call, const oxcmsg::SaveChangesAttachmentRequest& request,
                                   oxcmsg::SaveChangesAttachmentResponse&) {
  auto* object = call.object<AttachmentObject>(request.input_handle_index);
  if (!object) return ErrorCode::null_object;
  if (auto taken = object->take_streams(); !taken) return taken.error();
  if (auto saved = object->attachment->save(); !saved) return saved.error();
  if (const auto writable = writable_after_save(request.save_flags))
    object->attachment->set_writable(*writable);
  return {};
}

RopOutcome open_embedded_message(RopCall& call, const oxcmsg::OpenEmbeddedMessageRequest& request,
                                 oxcmsg::OpenEmbeddedMessageResponse& response) {
  const auto* from = call.input<AttachmentObject>();
  if (!from) return ErrorCode::null_object;
  const auto code_page = code_page_of_request(request.code_page_id);
  if (!code_page) return code_page.error();
  const bool create = (request.open_mode_flags & oxcmsg::open_create) != 0;
  const bool write = (request.open_mode_flags & oxcmsg::open_read_write) != 0;
  auto message = from->attachment->embedded(write, create, call.session.lcid_string);
  if (!message) return message.error();
  auto object = std::make_unique<MessageObject>();
  object->logon = from->logon;
  object->code_page = *code_page;
  object->message = std::move(*message);
  auto opened = opened_message(call, *object, embedded_head);
  if (!opened) {
    return opened.error() == ErrorCode::buffer_too_small ? RopOutcome::too_big() : RopOutcome(opened.error());
  }
  // A client has just been told that there are no recipients: it knows its own columns.
  if (object->message->is_new()) object->columns_told = false;
  response.message = std::move(*opened);
  return call.open(request.output_handle_index, std::move(object));
}

RopOutcome get_valid_attachments(RopCall& call, const oxcmsg::GetValidAttachmentsRequest&,
                                 oxcmsg::GetValidAttachmentsResponse& response) {
  auto* message = call.input<MessageObject>();
  if (!message) return ErrorCode::null_object;
  const auto attachments = message->message->attachments();
  if (!attachments) return attachments.error();
  for (const store::Attachment& attachment : **attachments)
    response.attachment_ids.push_back(attachment.number);
  return {};
}

}  // namespace

void register_oxcmsg_attachments(RopRegistry& registry) {
  registry.add<oxcmsg::OpenAttachmentRequest, oxcmsg::OpenAttachmentResponse>(open_attachment);
  registry.add<oxcmsg::CreateAttachmentRequest, oxcmsg::CreateAttachmentResponse>(create_attachment);
  registry.add<oxcmsg::DeleteAttachmentRequest, oxcmsg::DeleteAttachmentResponse>(delete_attachment);
  registry.add<oxcmsg::SaveChangesAttachmentRequest, oxcmsg::SaveChangesAttachmentResponse>(
      save_changes_attachment);
  registry.add<oxcmsg::OpenEmbeddedMessageRequest, oxcmsg::OpenEmbeddedMessageResponse>(
      open_embedded_message);
  registry.add<oxcmsg::GetValidAttachmentsRequest, oxcmsg::GetValidAttachmentsResponse>(
      get_valid_attachments);
}

}  // namespace mapigate::mapi::handlers
