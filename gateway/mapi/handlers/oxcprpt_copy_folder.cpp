#include "gateway/mapi/handlers/oxcprpt_copy_folder.hpp"

#include <algorithm>

#include "gateway/mailbox/folder_tree.hpp"
#include "gateway/mailbox/message_lists.hpp"

namespace mapigate::mapi::handlers {

using mailbox::ErrorCode;

namespace {

bool same_mailbox(const FolderObject& a, const FolderObject& b) {
  return &a.logon->mailbox() == &b.logon->mailbox();
}

ErrorCode check_subfolders(const FolderObject& source, const FolderObject& destination,
                           const std::vector<store::FolderRecord>& children) {
  if (children.empty()) return ErrorCode::success;
  if (same_mailbox(source, destination)) {
    const auto path = mailbox::path_to_root(destination.logon->mailbox(), destination.number);
    if (!path) return path.error();
    if (std::ranges::find(*path, source.number) != path->end()) return ErrorCode::folder_cycle;
  }
  for (const store::FolderRecord& child : children) {
    const auto there = destination.logon->mailbox().store().folder_by_name(destination.number, child.name);
    if (!there) return destination.logon->mailbox().failed(there.error());
    if (*there) return ErrorCode::colliding_names;
  }
  return ErrorCode::success;
}

}  // namespace

ErrorCode copy_folder_parts(FolderObject& source, FolderObject& destination, const FolderParts& parts) {
  const mailbox::Logon& from = *source.logon;
  const mailbox::Logon& to = *destination.logon;
  std::vector<store::FolderRecord> children;
  if (parts.subfolders) {
    auto found = from.mailbox().store().folders(source.number, false, false);
    if (!found) return from.mailbox().failed(found.error());
    children = std::move(*found);
    const ErrorCode error = check_subfolders(source, destination, children);
    if (error != ErrorCode::success) return error;
  }
  bool partial = false;
  if (parts.messages) {
    const auto copied = from.transfer_messages(source.number, to, destination.number, {}, true);
    if (!copied) return copied.error();
    partial = copied->partial;
  }
  if (parts.associated) {
    auto numbers = mailbox::message_numbers(from.mailbox(), source.number, store::Contents::associated);
    if (!numbers) return numbers.error();
    if (!numbers->empty()) {
      const auto copied =
          from.transfer_messages(source.number, to, destination.number, std::move(*numbers), true);
      if (!copied) return copied.error();
      partial = partial || copied->partial;
    }
  }
  for (const store::FolderRecord& child : children) {
    const auto copied = from.copy_folder(child.number, to, destination.number, child.name, true);
    if (!copied && copied.error() != ErrorCode::access_denied) return copied.error();
    partial = partial || !copied || copied->partial;
  }
  return partial ? ErrorCode::partially_complete : ErrorCode::success;
}

}  // namespace mapigate::mapi::handlers
