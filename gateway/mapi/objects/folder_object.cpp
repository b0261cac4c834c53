#include "gateway/mapi/objects/folder_object.hpp"

#include "gateway/mailbox/folder_properties.hpp"
#include "gateway/mailbox/folder_rules.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mapi {

using mailbox::FolderProperties;
using mailbox::Outcome;
using oxcdata::ErrorCode;
using oxcdata::id_of;
using oxcdata::PropertyTag;

namespace {

// Whether a client may set or delete the property at all; PidTagDisplayName is a case of its own.
bool can_be_set(PropertyTag tag) {
  return !FolderProperties::is_computed(id_of(tag)) && oxcdata::type_of(tag) != oxcdata::PropertyType::object;
}

// The error in the place of PidTagDisplayName ([MS-OXCFOLD] section 2.2.2.2.2.5), success where it can be the
// name.
ErrorCode check_rename(const store::FolderRecord& folder, const store::Property& property) {
  const auto* name = std::get_if<std::u16string>(&property.value);
  if (!name) return ErrorCode::unexpected_type;
  if (folder.kind == store::FolderKind::root) return ErrorCode::access_denied;
  if (auto good = mailbox::check_folder_name(*name); !good) return good.error();
  return ErrorCode::success;
}

}  // namespace

Outcome<const store::FolderRecord*> FolderObject::record() {
  mailbox::Mailbox& mailbox = logon->mailbox();
  const std::uint64_t now = mailbox.events().published();
  if (record_ && read_at_ == now) return &*record_;
  auto read = mailbox.store().folder(number);
  if (!read) {
    record_.reset();
    return read.error().fault == store::StoreFault::not_found ? ErrorCode::object_deleted
                                                              : mailbox.failed(read.error());
  }
  record_ = std::move(*read);
  read_at_ = now;
  return &*record_;
}

Outcome<store::Property> FolderObject::property(std::uint16_t id) {
  const auto folder = record();
  if (!folder) return folder.error();
  return FolderProperties(*logon).property(**folder, id);
}

Outcome<std::vector<PropertyTag>> FolderObject::property_tags() {
  const auto folder = record();
  if (!folder) return folder.error();
  return FolderProperties::tags(**folder);
}

Outcome<void> FolderObject::writable() { return logon->require(number, mailbox::right_folder_owner); }

Outcome<std::vector<Problem>> FolderObject::set_properties(std::vector<store::Property> properties) {
  if (auto allowed = writable(); !allowed) return allowed.error();
  const auto folder = record();
  if (!folder) return folder.error();
  mailbox::Mailbox& mailbox = logon->mailbox();
  std::vector<Problem> problems;
  store::FolderChange change;
  for (store::Property& property : properties) {
    const bool rename = property.tag == oxprops::pid_tag_display_name;
    ErrorCode error = ErrorCode::access_denied;
    if (rename) error = check_rename(**folder, property);
    if (!rename && can_be_set(property.tag)) error = ErrorCode::success;
    if (error != ErrorCode::success) {
      problems.push_back({property.tag, error});
    } else if (rename) {
      change.name = std::get<std::u16string>(std::move(property.value));
    } else {
      change.set.push_back(std::move(property));
    }
  }
  change.modified = mailbox.now();
  if (!change.name && change.set.empty()) return problems;
  auto changed = mailbox.change_folder(number, change);
  if (!changed && changed.error() == ErrorCode::colliding_names && change.name) {
    problems.push_back({oxprops::pid_tag_display_name, ErrorCode::colliding_names});
    change.name.reset();
    if (change.set.empty()) return problems;
    changed = mailbox.change_folder(number, change);
  }
  if (!changed) return changed.error();
  return problems;
}

Outcome<std::vector<Problem>> FolderObject::delete_properties(std::span<const PropertyTag> tags) {
  if (auto allowed = writable(); !allowed) return allowed.error();
  mailbox::Mailbox& mailbox = logon->mailbox();
  std::vector<Problem> problems;
  store::FolderChange change;
  for (const PropertyTag tag : tags) {
    if (can_be_set(tag)) {
      change.erase.push_back(id_of(tag));
    } else {
      problems.push_back({tag, ErrorCode::access_denied});
    }
  }
  if (change.erase.empty()) return problems;
  change.modified = mailbox.now();
  const auto changed = mailbox.change_folder(number, change);
  if (!changed) return changed.error();
  return problems;
}

}  // namespace mapigate::mapi
