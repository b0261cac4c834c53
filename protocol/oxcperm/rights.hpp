#pragma once

#include "protocol/wire/bytes.hpp"

// PidTagMemberRights, MS-OXCPERM section 2.2.7: what a member of a folder's permissions list may do.

namespace mapigate::oxcperm {

inline constexpr wire::u32 right_read_any = 0x00000001;
inline constexpr wire::u32 right_create = 0x00000002;
inline constexpr wire::u32 right_edit_owned = 0x00000008;
inline constexpr wire::u32 right_delete_owned = 0x00000010;
inline constexpr wire::u32 right_edit_any = 0x00000020;    // comes with right_edit_owned
inline constexpr wire::u32 right_delete_any = 0x00000040;  // comes with right_delete_owned
inline constexpr wire::u32 right_create_sub_folder = 0x00000080;
inline constexpr wire::u32 right_folder_owner = 0x00000100;
inline constexpr wire::u32 right_folder_contact = 0x00000200;
inline constexpr wire::u32 right_folder_visible = 0x00000400;
// Of the Calendar folder, and only where the ROP has its include_free_busy.
inline constexpr wire::u32 right_free_busy_simple = 0x00000800;
inline constexpr wire::u32 right_free_busy_detailed = 0x00001000;

}  // namespace mapigate::oxcperm
