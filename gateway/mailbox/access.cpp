#include "gateway/mailbox/access.hpp"

namespace mapigate::mailbox {

namespace {

// What comes with the rights that an entry names: section 2.2.7 says so of the two that clients are to set
// together, and Exchange completes the others in the same way.
Rights completed(Rights rights) {
  if ((rights & right_folder_owner) != 0) rights |= rights_of_owner;
  if ((rights & right_edit_any) != 0) rights |= right_edit_owned;
  if ((rights & right_delete_any) != 0) rights |= right_delete_owned;
  if ((rights & right_read_any) != 0) rights |= right_folder_visible;
  if ((rights & right_free_busy_detailed) != 0) rights |= right_free_busy_simple;
  return rights;
}

// Whoever may look for something in a mailbox must get as far as its tree: the properties of these folders
// say where the others are. Their contents stay closed.
bool is_way_in(SpecialFolder role) {
  return role == SpecialFolder::root || role == SpecialFolder::ipm_subtree ||
         role == SpecialFolder::public_root || role == SpecialFolder::public_ipm_subtree;
}

Rights granted(const std::vector<store::Permission>& permissions, const Actor& actor) {
  const bool anonymous = actor.mailbox_guid.empty();
  const std::string_view fallback = anonymous ? store::anonymous_member : store::default_member;
  Rights rights = 0;
  for (const store::Permission& permission : permissions) {
    if (!anonymous && permission.member == actor.mailbox_guid) return permission.rights;
    if (permission.member == fallback) rights = permission.rights;
  }
  return rights;
}

}  // namespace

Outcome<Rights> rights_in(Mailbox& mailbox, const Actor& actor, FolderNumber folder) {
  if (actor.owner) return rights_of_owner;
  const auto permissions = mailbox.permissions(folder);
  if (!permissions) return permissions.error();
  Rights rights = completed(granted(**permissions, actor));
  if (!actor.mailbox_guid.empty() && is_way_in(mailbox.role_of(folder))) rights |= right_folder_visible;
  return rights;
}

}  // namespace mapigate::mailbox
