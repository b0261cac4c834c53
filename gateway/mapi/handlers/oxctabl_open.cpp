#include "gateway/mailbox/contents_table.hpp"
#include "gateway/mailbox/hierarchy_table.hpp"
#include "gateway/mailbox/rows_table.hpp"
#include "gateway/mapi/handlers/oxctabl_parts.hpp"
#include "gateway/mapi/objects/folder_object.hpp"
#include "gateway/mapi/objects/message_object.hpp"
#include "protocol/oxcfold/tables.hpp"
#include "protocol/oxcmsg/attachments.hpp"
#include "protocol/oxcperm/permissions.hpp"
#include "protocol/oxorule/rules.hpp"

namespace mapigate::mapi::handlers {

namespace {

RopOutcome open_table(RopCall& call, wire::u8 index, std::unique_ptr<mailbox::Table> table, bool unicode) {
  if (call.room() < least_room) return RopOutcome::too_big();
  auto object = std::make_unique<TableObject>(std::move(table));
  object->unicode = unicode;
  return call.open(index, std::move(object));
}

wire::u32 row_count(std::uint64_t rows) {
  return static_cast<wire::u32>(std::min<std::uint64_t>(rows, UINT32_MAX));
}

// [MS-OXCFOLD] section 3.2.5.13. Errors are not deferred: there is nothing to wait for.
RopOutcome get_hierarchy_table(RopCall& call, const oxcfold::GetHierarchyTableRequest& request,
                               oxcfold::GetHierarchyTableResponse& response) {
  using Flags = oxcfold::GetHierarchyTableRequest;
  const FolderObject* const folder = call.input<FolderObject>();
  if (!folder) return call.missing();
  constexpr wire::u8 valid = Flags::depth | Flags::deferred_errors | Flags::no_notifications |
                             Flags::soft_deletes | Flags::use_unicode | Flags::suppresses_notifications;
  if ((request.table_flags & ~valid) != 0) return ErrorCode::not_supported;
  auto table =
      mailbox::open_hierarchy_table(folder->logon, folder->number, (request.table_flags & Flags::depth) != 0,
                                    (request.table_flags & Flags::soft_deletes) != 0);
  if (!table) return table.error();
  const auto position = (*table)->position();
  if (!position) return position.error();
  response.row_count = row_count(position->rows);
  return open_table(call, request.output_handle_index, std::move(*table),
                    (request.table_flags & Flags::use_unicode) != 0);
}

// [MS-OXCFOLD] section 3.2.5.14.
RopOutcome get_contents_table(RopCall& call, const oxcfold::GetContentsTableRequest& request,
                              oxcfold::GetContentsTableResponse& response) {
  using Flags = oxcfold::GetContentsTableRequest;
  const FolderObject* const folder = call.input<FolderObject>();
  if (!folder) return call.missing();
  constexpr wire::u8 valid = Flags::associated | Flags::deferred_errors | Flags::no_notifications |
                             Flags::soft_deletes | Flags::use_unicode | Flags::conversation_members;
  if ((request.table_flags & ~valid) != 0) return ErrorCode::not_supported;
  mailbox::ContentsTable::Kind kind;
  kind.associated = (request.table_flags & Flags::associated) != 0;
  kind.deleted = (request.table_flags & Flags::soft_deletes) != 0;
  kind.conversation_members = (request.table_flags & Flags::conversation_members) != 0;
  // The members of a conversation may be anywhere in a mailbox, and so are asked for at its root.
  mailbox::Mailbox& mailbox = folder->logon->mailbox();
  if (kind.conversation_members && !mailbox.is_public() &&
      folder->number != mailbox.special(mailbox::SpecialFolder::root)) {
    return ErrorCode::invalid_parameter;
  }
  auto table = mailbox::ContentsTable::open(folder->logon, folder->number, kind);
  if (!table) return table.error();
  const auto rows = (*table)->messages();
  if (!rows) return rows.error();
  response.row_count = row_count(*rows);
  return open_table(call, request.output_handle_index, std::move(*table),
                    (request.table_flags & Flags::use_unicode) != 0);
}

// [MS-OXCMSG] section 3.2.5.17.
RopOutcome get_attachment_table(RopCall& call, const oxcmsg::GetAttachmentTableRequest& request,
                                oxcmsg::GetAttachmentTableResponse&) {
  const MessageObject* const message = call.input<MessageObject>();
  if (!message) return call.missing();
  return open_table(call, request.output_handle_index,
                    mailbox::open_attachments_table(message->logon, message->message),
                    (request.table_flags & oxcmsg::GetAttachmentTableRequest::unicode) != 0);
}

// [MS-OXORULE] section 3.2.5.3.
RopOutcome get_rules_table(RopCall& call, const oxorule::GetRulesTableRequest& request,
                           oxorule::GetRulesTableResponse&) {
  const FolderObject* const folder = call.input<FolderObject>();
  if (!folder) return call.missing();
  auto table = mailbox::open_rules_table(folder->logon, folder->number);
  if (!table) return table.error();
  return open_table(call, request.output_handle_index, std::move(*table),
                    (request.table_flags & oxorule::GetRulesTableRequest::unicode) != 0);
}

}  // namespace

void register_oxctabl_open(RopRegistry& registry, const RopServices& services) {
  using oxcperm::GetPermissionsTableRequest;
  using oxcperm::GetPermissionsTableResponse;
  registry.add<oxcfold::GetHierarchyTableRequest, oxcfold::GetHierarchyTableResponse>(get_hierarchy_table);
  registry.add<oxcfold::GetContentsTableRequest, oxcfold::GetContentsTableResponse>(get_contents_table);
  registry.add<oxcmsg::GetAttachmentTableRequest, oxcmsg::GetAttachmentTableResponse>(get_attachment_table);
  registry.add<oxorule::GetRulesTableRequest, oxorule::GetRulesTableResponse>(get_rules_table);
  // [MS-OXCPERM] section 3.2.5.1.
  registry.add<GetPermissionsTableRequest, GetPermissionsTableResponse>(
      [&services](RopCall& call, const GetPermissionsTableRequest& request,
                  GetPermissionsTableResponse&) -> RopOutcome {
        const FolderObject* const folder = call.input<FolderObject>();
        if (!folder) return call.missing();
        const bool include_free_busy =
            (request.table_flags & GetPermissionsTableRequest::include_free_busy) != 0;
        auto table = mailbox::open_permissions_table(folder->logon, folder->number, include_free_busy,
                                                     services.directory);
        if (!table) return table.error();
        return open_table(call, request.output_handle_index, std::move(*table), true);
      });
}

}  // namespace mapigate::mapi::handlers
