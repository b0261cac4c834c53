#pragma once

#include <cstdint>

#include "gateway/base/log.hpp"

namespace mapigate::mailbox::messages {

using std::string_view;

inline constexpr LogMessage<string_view, string_view> damaged{
    "MAILBOX_DAMAGED", LogLevel::error, "the mailbox {} is damaged: {}",
    "Other mailboxes are not affected. Run \"mapigate store verify\" and \"mapigate store repair\" for this "
    "one, or restore its file from a backup"};

inline constexpr LogMessage<string_view, string_view> disk_full{
    "MAILBOX_DISK_FULL", LogLevel::error, "nothing can be saved in the mailbox {}: {}",
    "Make room on the disk of [store] folder. What is there can still be read"};

inline constexpr LogMessage<string_view, string_view> unavailable{
    "MAILBOX_UNAVAILABLE", LogLevel::error, "the mailbox {} cannot be read or written: {}",
    "Look at the permissions of the files in [store] folder and at the disk below them"};

inline constexpr LogMessage<string_view, string_view> busy{
    "MAILBOX_BUSY", LogLevel::warning, "the mailbox {} could not be written in time: {}",
    "Another process holds it: a command of mapigate store, or a copy that is being made"};

}  // namespace mapigate::mailbox::messages
