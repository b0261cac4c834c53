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

inline constexpr LogMessage<string_view> created{"MAILBOX_CREATED", LogLevel::info, "the mailbox {} was made",
                                                 ""};

inline constexpr LogMessage<string_view, string_view> folder_added{
    "MAILBOX_FOLDER_ADDED", LogLevel::warning,
    "the mailbox {} had no folder \"{}\", or its making was interrupted: it has one now",
    "Nothing is to be done; what was in the folder, if there was one, may have to come from a backup"};

inline constexpr LogMessage<string_view, string_view, string_view> inconsistent{
    "MAILBOX_INCONSISTENT", LogLevel::warning, "the mailbox {}: {}: {}",
    "Run \"mapigate store repair\" for this mailbox; with --dry-run it says first what it would do"};

inline constexpr LogMessage<string_view, std::size_t> more_inconsistent{
    "MAILBOX_MORE_INCONSISTENT", LogLevel::warning, "the mailbox {}: {} more of these",
    "\"mapigate store verify\" names all of them"};

}  // namespace mapigate::mailbox::messages
