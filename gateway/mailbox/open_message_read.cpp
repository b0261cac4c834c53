// The read state of a message that is open, and the receipts that its sender asks for.

#include <utility>

#include "gateway/mailbox/open_message.hpp"
#include "gateway/mailbox/read_state.hpp"
#include "protocol/oxprops/property_tags.hpp"

namespace mapigate::mailbox {

using oxcdata::id_of;
using oxcdata::PropertyTag;

Outcome<bool> OpenMessage::set_read(bool read) {
  if (auto loaded = load(); !loaded) return loaded.error();
  if (number_ == 0) return std::exchange(read_, read) != read;
  bool changed = false;
  if (mailbox().is_public()) {
    const store::ChangeNumber change = record_.version.change_number;
    auto own = set_own_read_state(mailbox(), logon().actor(), folder_, std::span(&change, 1), read);
    if (!own) return own.error();
    changed = *own;
  } else {
    auto numbers = mailbox().set_read(std::span(&number_, 1), folder_, read);
    if (!numbers) return numbers.error();
    changed = !numbers->empty();
  }
  read_ = read;
  return changed;
}

Outcome<void> OpenMessage::drop_receipt_requests(ReceiptRequests requests) {
  if (auto loaded = load(); !loaded) return loaded;
  std::vector<PropertyTag> tags;
  if (requests.read) tags.push_back(oxprops::pid_tag_read_receipt_requested);
  if (requests.not_read) tags.push_back(oxprops::pid_tag_non_receipt_notification_requested);
  std::erase_if(tags, [&](PropertyTag tag) { return !record_.properties.find(id_of(tag)); });
  if (tags.empty() || number_ == 0) return {};
  // As another session, so that what is changed here is not saved with it.
  const auto other = open(logon_, folder_, number_, OpenMode::read_write, deleted_allowed_);
  if (!other) return other.error();
  for (const PropertyTag tag : tags) {
    if (auto deleted = (*other)->delete_property(id_of(tag)); !deleted) return deleted;
  }
  const auto before = (*other)->expected_;
  if (auto saved = (*other)->save(true); !saved) return saved;
  if (expected_ == before) expected_ = (*other)->expected_;
  for (const PropertyTag tag : tags) record_.properties.erase(id_of(tag));
  return {};
}

}  // namespace mapigate::mailbox
