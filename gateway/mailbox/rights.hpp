#pragma once

#include <cstdint>

namespace mapigate::mailbox {

// PidTagMemberRights, [MS-OXCPERM] section 2.2.7.
using Rights = std::uint32_t;
inline constexpr Rights right_read_any = 0x0000'0001;
inline constexpr Rights right_create = 0x0000'0002;
inline constexpr Rights right_edit_owned = 0x0000'0008;
inline constexpr Rights right_delete_owned = 0x0000'0010;
inline constexpr Rights right_edit_any = 0x0000'0020;
inline constexpr Rights right_delete_any = 0x0000'0040;
inline constexpr Rights right_create_subfolder = 0x0000'0080;
inline constexpr Rights right_folder_owner = 0x0000'0100;
inline constexpr Rights right_folder_contact = 0x0000'0200;
inline constexpr Rights right_folder_visible = 0x0000'0400;
inline constexpr Rights right_free_busy_simple = 0x0000'0800;
inline constexpr Rights right_free_busy_detailed = 0x0000'1000;
// All but the contact and the free/busy bits.
inline constexpr Rights rights_of_owner = 0x0000'05FB;

}  // namespace mapigate::mailbox
