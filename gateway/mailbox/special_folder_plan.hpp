#pragma once

#include <span>
#include <string_view>

#include "gateway/mailbox/rights.hpp"
#include "gateway/mailbox/special_folders.hpp"
#include "gateway/store/folder_record.hpp"
#include "gateway/store/mailbox_store.hpp"

namespace mapigate::mailbox {

// What a special folder is made like.
struct SpecialFolderPlan {
  SpecialFolder role{};
  SpecialFolder parent{};
  store::FolderKind kind = store::FolderKind::generic;
  std::u16string_view container_class = {};  // PidTagContainerClass; empty: it has none
  std::u16string_view item_class = {};       // PidTagDefaultPostMessageClass
  bool hidden = false;                       // PidTagAttributeHidden
  Rights default_rights = 0;                 // of everybody who has no entry of their own
};

// All that a mailbox of this kind has, parents before their children.
std::span<const SpecialFolderPlan> special_folder_plans(store::MailboxKind kind);

}  // namespace mapigate::mailbox
