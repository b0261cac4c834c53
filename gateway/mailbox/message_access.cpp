#include "gateway/mailbox/message_access.hpp"

#include <string_view>

#include "gateway/base/encoding.hpp"
#include "gateway/mailbox/message_flags.hpp"

namespace mapigate::mailbox {

bool has_created(const Actor& actor, wire::ByteView creator_entry_id) {
  // An address book EntryID ends with the DN and a zero ([MS-OXCDATA] section 2.2.5.2).
  constexpr std::size_t head = 28;
  if (actor.legacy_dn.empty() || creator_entry_id.size() != head + actor.legacy_dn.size() + 1) return false;
  const auto dn = creator_entry_id.subspan(head, actor.legacy_dn.size());
  return equal_ignoring_case({reinterpret_cast<const char*>(dn.data()), dn.size()}, actor.legacy_dn);
}

std::uint32_t message_access(const Actor& actor, Rights rights, wire::ByteView creator_entry_id) {
  if (actor.owner || (rights & right_folder_owner) != 0) return access_modify | access_read | access_delete;
  const bool own = has_created(actor, creator_entry_id);
  const auto any = [&](Rights needed) { return (rights & needed) != 0; };
  std::uint32_t access = 0;
  // [MS-OXCPERM] section 2.2.7: without ReadAny people see what they have made themselves.
  if (any(right_read_any) || (own && any(right_edit_owned | right_delete_owned))) access |= access_read;
  if (any(right_edit_any) || (own && any(right_edit_owned))) access |= access_modify;
  if (any(right_delete_any) || (own && any(right_delete_owned))) access |= access_delete;
  return access;
}

}  // namespace mapigate::mailbox
