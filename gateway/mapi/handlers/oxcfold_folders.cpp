// Folders themselves: [MS-OXCFOLD] sections 3.2.5.1 to 3.2.5.3, 3.2.5.7 and 3.2.5.8.

#include "gateway/mailbox/folder_properties.hpp"
#include "gateway/mailbox/ids.hpp"
#include "gateway/mapi/handlers/oxcfold_parts.hpp"
#include "gateway/mapi/text.hpp"
#include "protocol/oxcfold/folder.hpp"
#include "protocol/oxcfold/move_copy.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mapi::handlers {

using mailbox::FolderNumber;
using mailbox::Outcome;

namespace {

// One property of a folder, for a response.
Outcome<bool> has_rules(const mailbox::Logon& logon, const store::FolderRecord& folder) {
  const auto property =
      mailbox::FolderProperties(logon).property(folder, oxcdata::id_of(oxprops::pid_tag_has_rules));
  if (!property) return property.error();
  return std::get<bool>(property->value);
}

ErrorCode open(RopCall& call, wire::u8 index, const LogonPtr& logon, FolderNumber number) {
  auto object = std::make_unique<FolderObject>();
  object->logon = logon;
  object->number = number;
  return call.open(index, std::move(object));
}

// All folders are where this gateway has them: none is a ghost.
RopOutcome open_folder(RopCall& call, const oxcfold::OpenFolderRequest& request,
                       oxcfold::OpenFolderResponse& response) {
  const auto* object = call.input<PropertyObject>();
  if (!object) return call.missing();
  if (object->kind() != ObjectKind::logon && object->kind() != ObjectKind::folder) {
    return ErrorCode::not_supported;
  }
  const LogonPtr logon = object->logon;
  const auto number = mailbox::number_of(request.folder_id);
  if (!number) return ErrorCode::not_found;
  const bool deleted = (request.open_mode_flags & request.open_soft_deleted) != 0;
  const auto folder = logon->open_folder(*number, deleted);
  if (!folder) return folder.error();
  const auto rules = has_rules(*logon, *folder);
  if (!rules) return rules.error();
  response.has_rules = *rules;
  return open(call, request.output_handle_index, logon, *number);
}

RopOutcome create_folder(RopCall& call, const oxcfold::CreateFolderRequest& request,
                         oxcfold::CreateFolderResponse& response) {
  const auto* parent = call.input<FolderObject>();
  if (!parent) return call.missing();
  if (request.folder_type != oxcfold::FolderType::generic &&
      request.folder_type != oxcfold::FolderType::search) {
    return ErrorCode::invalid_parameter;
  }
  // Before anything is made.
  if (request.output_handle_index >= call.handles.size()) return ErrorCode::null_object;
  const LogonPtr logon = parent->logon;
  mailbox::Logon::NewFolder wanted;
  wanted.parent = parent->number;
  wanted.name = to_unicode(call.session, request.display_name);
  wanted.comment = to_unicode(call.session, request.comment);
  wanted.kind = request.folder_type == oxcfold::FolderType::search ? store::FolderKind::search
                                                                   : store::FolderKind::generic;
  wanted.open_existing = request.open_existing;
  const auto created = logon->create_folder(wanted);
  if (!created) return created.error();
  response.folder_id = mailbox::folder_id(created->folder.number);
  // Section 2.2.1.2.2: of a mailbox a client is not told.
  if (created->existed && logon->mailbox().is_public()) {
    const auto rules = has_rules(*logon, created->folder);
    if (!rules) return rules.error();
    response.is_existing_folder = true;
    response.has_rules = *rules;
  }
  return open(call, request.output_handle_index, logon, created->folder.number);
}

RopOutcome delete_folder(RopCall& call, const oxcfold::DeleteFolderRequest& request,
                         oxcfold::DeleteFolderResponse& response) {
  const auto* parent = call.input<FolderObject>();
  if (!parent) return call.missing();
  const auto number = mailbox::number_of(request.folder_id);
  if (!number) return ErrorCode::not_found;
  mailbox::Logon::FolderDeletion deletion;
  deletion.messages = (request.delete_folder_flags & request.del_messages) != 0;
  deletion.folders = (request.delete_folder_flags & request.del_folders) != 0;
  deletion.hard = (request.delete_folder_flags & request.delete_hard_delete) != 0;
  return completed(parent->logon->delete_folder(parent->number, *number, deletion), response);
}

// The number of a folder that is in the source. The FolderId of the request names one in its own right, so
// that it must be looked up whether it is there.
Outcome<FolderNumber> subfolder(const FolderObject& source, oxcdata::FolderId id) {
  const auto number = mailbox::number_of(id);
  if (!number) return ErrorCode::not_found;
  mailbox::Mailbox& mailbox = source.logon->mailbox();
  const auto folder = mailbox.store().folder(*number);
  if (!folder) return mailbox.failed(folder.error());
  if (folder->parent != source.number) return ErrorCode::not_found;
  return *number;
}

RopOutcome move_folder(RopCall& call, const oxcfold::MoveFolderRequest& request,
                       oxcfold::MoveFolderResponse& response) {
  const auto both = source_and_destination(call, request.dest_handle_index, response);
  if (both.failure) return *both.failure;
  const auto number = subfolder(*both.source, request.folder_id);
  if (!number) return number.error();
  return completed(
      both.source->logon->move_folder(*number, *both.destination->logon, both.destination->number,
                                      to_unicode(call.session, request.new_folder_name)),
      response);
}

RopOutcome copy_folder(RopCall& call, const oxcfold::CopyFolderRequest& request,
                       oxcfold::CopyFolderResponse& response) {
  const auto both = source_and_destination(call, request.dest_handle_index, response);
  if (both.failure) return *both.failure;
  const auto number = subfolder(*both.source, request.folder_id);
  if (!number) return number.error();
  return completed(both.source->logon->copy_folder(
                       *number, *both.destination->logon, both.destination->number,
                       to_unicode(call.session, request.new_folder_name), request.want_recursive),
                   response);
}

}  // namespace

void register_oxcfold_folders(RopRegistry& registry) {
  registry.add<oxcfold::OpenFolderRequest, oxcfold::OpenFolderResponse>(open_folder);
  registry.add<oxcfold::CreateFolderRequest, oxcfold::CreateFolderResponse>(create_folder);
  registry.add<oxcfold::DeleteFolderRequest, oxcfold::DeleteFolderResponse>(delete_folder);
  registry.add<oxcfold::MoveFolderRequest, oxcfold::MoveFolderResponse>(move_folder);
  registry.add<oxcfold::CopyFolderRequest, oxcfold::CopyFolderResponse>(copy_folder);
}

}  // namespace mapigate::mapi::handlers
