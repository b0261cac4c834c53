#include "gateway/mailbox/read_state.hpp"

#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

namespace mapigate::mailbox {

using oxcfxics::Cnset;

namespace {

// Bytes that cannot be read count as none: what a client has put there marks nothing as read.
Cnset parsed(const std::optional<store::PerUserInformation>& information) {
  if (!information) return {};
  auto set = wire::parse<Cnset>(information->read);
  return set ? std::move(*set) : Cnset();
}

Outcome<Cnset> load_set(Mailbox& mailbox, const Actor& actor, FolderNumber folder) {
  const auto information = mailbox.store().per_user(actor.mailbox_guid, folder);
  if (!information) return mailbox.failed(information.error());
  return parsed(*information);
}

}  // namespace

Outcome<ReadState> ReadState::load(Mailbox& mailbox, const Actor& actor, FolderNumber folder) {
  ReadState state;
  if (!mailbox.is_public()) return state;
  state.own_ = true;
  state.replica_ = mailbox.identity().replica_guid;
  if (actor.mailbox_guid.empty()) return state;
  auto seen = load_set(mailbox, actor, folder);
  if (!seen) return seen.error();
  state.seen_ = std::move(*seen);
  return state;
}

Outcome<bool> set_own_read_state(Mailbox& mailbox, const Actor& actor, FolderNumber folder,
                                 std::span<const store::ChangeNumber> changes, bool read) {
  if (actor.mailbox_guid.empty()) return ErrorCode::access_denied;
  const auto lock = mailbox.lock_per_user();
  auto seen = load_set(mailbox, actor, folder);
  if (!seen) return seen.error();
  const wire::Guid& replica = mailbox.identity().replica_guid;
  bool changed = false;
  for (const store::ChangeNumber change : changes) {
    if (seen->contains(replica, change) == read) continue;
    changed = true;
    if (read) {
      seen->add(replica, change);
    } else {
      seen->remove(replica, change);
    }
  }
  if (!changed) return false;
  auto bytes = wire::serialize(*seen);
  if (!bytes) return ErrorCode::general_failure;
  const auto saved =
      mailbox.store().set_per_user({actor.mailbox_guid, folder, std::move(*bytes), mailbox.now()});
  if (!saved) return mailbox.failed(saved.error());
  return true;
}

}  // namespace mapigate::mailbox
