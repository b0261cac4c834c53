#pragma once

#include <cstdint>

// The bits of properties of messages, by their documents.

namespace mapigate::mailbox {

// PidTagMessageFlags, [MS-OXCMSG] section 2.2.1.6. A client may set the first three until it has saved the
// message for the first time, the others never.
inline constexpr std::uint32_t mf_read = 0x0000'0001;
inline constexpr std::uint32_t mf_unsent = 0x0000'0008;
inline constexpr std::uint32_t mf_resend = 0x0000'0080;
inline constexpr std::uint32_t mf_client_flags = mf_read | mf_unsent | mf_resend;
inline constexpr std::uint32_t mf_unmodified = 0x0000'0002;
inline constexpr std::uint32_t mf_submitted = 0x0000'0004;
inline constexpr std::uint32_t mf_has_attach = 0x0000'0010;
inline constexpr std::uint32_t mf_from_me = 0x0000'0020;
inline constexpr std::uint32_t mf_fai = 0x0000'0040;
inline constexpr std::uint32_t mf_notify_read = 0x0000'0100;
inline constexpr std::uint32_t mf_notify_unread = 0x0000'0200;
inline constexpr std::uint32_t mf_ever_read = 0x0000'0400;
inline constexpr std::uint32_t mf_internet = 0x0000'2000;
inline constexpr std::uint32_t mf_untrusted = 0x0000'8000;
// Those that something else says, so that they are not kept in the property.
inline constexpr std::uint32_t mf_computed =
    mf_read | mf_has_attach | mf_fai | mf_notify_read | mf_notify_unread | mf_ever_read;

// PidTagAccess, [MS-OXCPRPT] section 2.2.1.1, as far as messages have it.
inline constexpr std::uint32_t access_modify = 0x0000'0001;
inline constexpr std::uint32_t access_read = 0x0000'0002;
inline constexpr std::uint32_t access_delete = 0x0000'0004;

// PidTagRecipientType, [MS-OXOMSG] section 2.2.3.1: the kind is in the low bits.
inline constexpr std::uint8_t recipient_kind_mask = 0x0F;
inline constexpr std::uint8_t recipient_to = 0x01;
inline constexpr std::uint8_t recipient_cc = 0x02;
inline constexpr std::uint8_t recipient_bcc = 0x03;

// PidTagAttachMethod, [MS-OXCMSG] section 2.2.2.9.
inline constexpr std::int32_t attach_none = 0;
inline constexpr std::int32_t attach_by_value = 1;
inline constexpr std::int32_t attach_by_reference = 2;
inline constexpr std::int32_t attach_by_reference_only = 4;
inline constexpr std::int32_t attach_embedded_message = 5;
inline constexpr std::int32_t attach_storage = 6;

}  // namespace mapigate::mailbox
