#include "gateway/mapi/handlers/oxcperm.hpp"

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/permissions.hpp"
#include "gateway/mapi/objects/folder_object.hpp"
#include "gateway/mapi/text.hpp"
#include "protocol/oxcdata/entry_ids.hpp"
#include "protocol/oxcperm/permissions.hpp"
#include "protocol/oxprops/property_tags.hpp"
#include "protocol/wire/utf16.hpp"

namespace mapigate::mapi::handlers {

using mailbox::Outcome;
using mailbox::PermissionChange;
using oxcperm::ModifyPermissionsRequest;
using oxcperm::ModifyPermissionsResponse;
using oxcperm::PermissionData;

namespace {

template <class T>
const T* value_of(const PermissionData& data, oxcdata::PropertyTag tag) {
  for (const oxcdata::TaggedPropertyValue& value : data.property_values) {
    if (value.tag == tag) return std::get_if<T>(&value.value);
  }
  return nullptr;
}

// Whom an EntryID of the address book, or one of an addressee outside of it, names. Null where nobody of this
// directory has it.
directory::UserPtr user_of(const directory::Directory& directory, wire::ByteView entry_id,
                           wire::u32 code_page) {
  const auto parsed = oxcdata::parse_recipient_entry_id(entry_id);
  if (!parsed) return nullptr;
  if (const auto* in_address_book = std::get_if<oxcdata::AddressBookEntryId>(&*parsed)) {
    return directory.find_by_legacy_dn(in_address_book->x500_dn);
  }
  if (const auto* one_off = std::get_if<oxcdata::OneOffEntryId>(&*parsed)) {
    const auto utf8 = [&](const oxcdata::Text& text) {
      const auto* unicode = std::get_if<std::u16string>(&text);
      return wire::to_utf8(unicode ? *unicode
                                   : to_unicode(std::get<oxcdata::String8>(text).bytes, code_page));
    };
    if (equal_ignoring_case(utf8(one_off->address_type), "SMTP")) {
      return directory.find(utf8(one_off->email_address));
    }
  }
  return nullptr;
}

// The member of an added row, [MS-OXCPERM] section 2.2.2.1.1. The default and the anonymous user have no
// EntryID; they are named by their ids.
Outcome<std::string> member_of(const PermissionData& data, const directory::Directory& directory,
                               wire::u32 code_page) {
  const auto* entry_id = value_of<wire::Bytes>(data, oxprops::pid_tag_entry_id);
  if (entry_id && !entry_id->empty()) {
    const directory::UserPtr user = user_of(directory, *entry_id, code_page);
    if (!user) return ErrorCode::unknown_user;
    return user->mailbox_guid;
  }
  const auto* id = value_of<wire::i64>(data, oxprops::pid_tag_member_id);
  if (id && *id == mailbox::member_id_default) return std::string(store::default_member);
  if (id && *id == mailbox::member_id_anonymous) return std::string(store::anonymous_member);
  return ErrorCode::invalid_parameter;
}

Outcome<PermissionChange> change_of(const PermissionData& data, const directory::Directory& directory,
                                    wire::u32 code_page) {
  PermissionChange change;
  switch (data.permission_data_flags) {
    case PermissionData::add_row: {
      auto member = member_of(data, directory, code_page);
      if (!member) return member.error();
      change.kind = PermissionChange::Kind::add;
      change.member = std::move(*member);
      break;
    }
    case PermissionData::modify_row:
      change.kind = PermissionChange::Kind::modify;
      break;
    case PermissionData::remove_row:
      change.kind = PermissionChange::Kind::remove;
      break;
    default:
      return ErrorCode::invalid_parameter;
  }
  if (change.kind != PermissionChange::Kind::add) {
    const auto* id = value_of<wire::i64>(data, oxprops::pid_tag_member_id);
    if (!id) return ErrorCode::invalid_parameter;
    change.member_id = *id;
  }
  if (change.kind != PermissionChange::Kind::remove) {
    const auto* rights = value_of<wire::i32>(data, oxprops::pid_tag_member_rights);
    if (!rights) return ErrorCode::invalid_parameter;
    change.rights = static_cast<mailbox::Rights>(*rights);
  }
  return change;
}

RopOutcome modify_permissions(const directory::Directory& directory, RopCall& call,
                              const ModifyPermissionsRequest& request) {
  const auto* folder = call.input<FolderObject>();
  if (!folder) return call.missing();
  mailbox::PermissionChanges changes;
  changes.replace_all = (request.modify_flags & request.replace_rows) != 0;
  changes.include_free_busy = (request.modify_flags & request.include_free_busy) != 0;
  for (const PermissionData& data : request.permissions_data) {
    auto change = change_of(data, directory, code_page_of(call.session));
    if (!change) return change.error();
    changes.changes.push_back(std::move(*change));
  }
  const auto modified = mailbox::modify_permissions(*folder->logon, folder->number, changes);
  if (!modified) return modified.error();
  return {};
}

}  // namespace

void register_oxcperm(RopRegistry& registry, const RopServices& services) {
  registry.add<ModifyPermissionsRequest, ModifyPermissionsResponse>(
      [&services](RopCall& call, const ModifyPermissionsRequest& request, ModifyPermissionsResponse&) {
        return modify_permissions(services.directory, call, request);
      });
}

}  // namespace mapigate::mapi::handlers
