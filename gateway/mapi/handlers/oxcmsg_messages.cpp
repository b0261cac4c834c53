// Opening, creating and saving messages: [MS-OXCMSG] sections 3.2.5.1 to 3.2.5.3 and 3.2.5.7.

#include "gateway/mailbox/ids.hpp"
#include "gateway/mapi/handlers/oxcmsg_parts.hpp"

namespace mapigate::mapi::handlers {

using mailbox::OpenMessage;
using mailbox::OpenMode;

namespace {

constexpr std::size_t response_head = 6;  // RopId, the handle index and ReturnValue

// A logon or any folder of it ([MS-OXCMSG] section 2.2.3.1).
PropertyObject* store_object(const RopCall& call) {
  auto* object = call.input<PropertyObject>();
  const bool right = object && (object->kind() == ObjectKind::logon || object->kind() == ObjectKind::folder);
  return right ? object : nullptr;
}

std::unique_ptr<MessageObject> object_of(const PropertyObject& from, mailbox::OpenMessagePtr message,
                                         wire::u32 code_page) {
  auto object = std::make_unique<MessageObject>();
  object->logon = from.logon;
  object->code_page = code_page;
  object->message = std::move(message);
  return object;
}

// Bits that mean nothing are ignored.
OpenMode open_mode(wire::u8 flags) {
  switch (flags & oxcmsg::open_best_access) {
    case oxcmsg::open_read_write:
      return OpenMode::read_write;
    case oxcmsg::open_best_access:
      return OpenMode::best_access;
    default:
      return OpenMode::read_only;
  }
}

RopOutcome open_message(RopCall& call, const oxcmsg::OpenMessageRequest& request,
                        oxcmsg::OpenMessageResponse& response) {
  const PropertyObject* from = store_object(call);
  if (!from) return call.missing();
  const auto code_page = code_page_of_request(request.code_page_id);
  if (!code_page) return code_page.error();
  const auto folder = mailbox::number_of(request.folder_id);
  const auto number = mailbox::number_of(request.message_id);
  if (!folder || !number) return ErrorCode::not_found;
  const bool deleted = (request.open_mode_flags & oxcmsg::open_soft_deleted_flag) != 0;
  auto message =
      OpenMessage::open(from->logon, *folder, *number, open_mode(request.open_mode_flags), deleted);
  if (!message) return message.error();
  auto object = object_of(*from, std::move(*message), *code_page);
  auto opened = opened_message(call, *object, response_head);
  if (!opened) {
    return opened.error() == ErrorCode::buffer_too_small ? RopOutcome::too_big() : RopOutcome(opened.error());
  }
  response.message = std::move(*opened);
  return call.open(request.output_handle_index, std::move(object));
}

// Without a MessageId: a message has one when it is saved.
RopOutcome create_message(RopCall& call, const oxcmsg::CreateMessageRequest& request,
                          oxcmsg::CreateMessageResponse&) {
  const PropertyObject* from = store_object(call);
  if (!from) return call.missing();
  const auto code_page = code_page_of_request(request.code_page_id);
  if (!code_page) return code_page.error();
  const auto folder = mailbox::number_of(request.folder_id);
  if (!folder) return ErrorCode::not_found;
  auto message = OpenMessage::create(from->logon, *folder, request.associated_flag, call.session.lcid_string);
  if (!message) return message.error();
  return call.open(request.output_handle_index, object_of(*from, std::move(*message), *code_page));
}

RopOutcome save_changes_message(RopCall& call, const oxcmsg::SaveChangesMessageRequest& request,
                                oxcmsg::SaveChangesMessageResponse& response) {
  auto* object = call.object<MessageObject>(request.input_handle_index);
  if (!object) return ErrorCode::null_object;  // section 3.2.5.3: it does not refer to a Message object
  if (auto taken = object->take_streams(); !taken) return taken.error();
  OpenMessage& message = *object->message;
  const bool force = (request.save_flags & oxcmsg::save_force) != 0;
  if (auto saved = message.save(force); !saved) return saved.error();
  if (const auto writable = writable_after_save(request.save_flags)) message.set_writable(*writable);
  response.input_handle_index = request.input_handle_index;
  if (message.number() != 0) response.message_id = mailbox::message_id(message.number());
  return {};
}

RopOutcome reload_cached_information(RopCall& call, const oxcmsg::ReloadCachedInformationRequest&,
                                     oxcmsg::ReloadCachedInformationResponse& response) {
  auto* object = call.input<MessageObject>();
  if (!object) return ErrorCode::null_object;
  auto opened = opened_message(call, *object, response_head);
  if (!opened) {
    return opened.error() == ErrorCode::buffer_too_small ? RopOutcome::too_big() : RopOutcome(opened.error());
  }
  response.message = std::move(*opened);
  return {};
}

}  // namespace

void register_oxcmsg_messages(RopRegistry& registry) {
  registry.add<oxcmsg::OpenMessageRequest, oxcmsg::OpenMessageResponse>(open_message);
  registry.add<oxcmsg::CreateMessageRequest, oxcmsg::CreateMessageResponse>(create_message);
  registry.add<oxcmsg::SaveChangesMessageRequest, oxcmsg::SaveChangesMessageResponse>(save_changes_message);
  registry.add<oxcmsg::ReloadCachedInformationRequest, oxcmsg::ReloadCachedInformationResponse>(
      reload_cached_information);
}

}  // namespace mapigate::mapi::handlers
