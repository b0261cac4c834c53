#pragma once

#include <optional>

#include "gateway/store/numbers.hpp"
#include "protocol/oxcdata/ids.hpp"

namespace mapigate::mailbox {

// The REPLID of a mailbox's own replica in every logon; all its folders and messages are of it.
inline constexpr wire::u16 own_replica = 1;

inline oxcdata::FolderId folder_id(store::FolderNumber number) {
  return oxcdata::make_id<oxcdata::FolderId>(own_replica, oxcdata::global_counter(number));
}
inline oxcdata::MessageId message_id(store::MessageNumber number) {
  return oxcdata::make_id<oxcdata::MessageId>(own_replica, oxcdata::global_counter(number));
}
inline oxcdata::ChangeNumber change_number(store::ChangeNumber number) {
  return oxcdata::make_id<oxcdata::ChangeNumber>(own_replica, oxcdata::global_counter(number));
}

// Of a FolderId or MessageId; nothing where it is of another replica, or 0.
template <class Id>
std::optional<std::uint64_t> number_of(Id id) {
  const std::uint64_t number = oxcdata::to_number(oxcdata::counter_of(id));
  if (oxcdata::replica_id(id) != own_replica || number == 0) return std::nullopt;
  return number;
}

}  // namespace mapigate::mailbox
