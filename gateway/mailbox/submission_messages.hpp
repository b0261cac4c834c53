#pragma once

#include <cstdint>

#include "gateway/base/log.hpp"

namespace mapigate::mailbox::messages {

using std::string_view;

inline constexpr LogMessage<string_view, string_view, std::size_t> submitted{
    "SUBMISSION_ACCEPTED", LogLevel::info, "{}: from {}, {} recipient(s)", ""};
inline constexpr LogMessage<string_view, string_view> delivered{"SUBMISSION_DELIVERED", LogLevel::info,
                                                                "{}: delivered to {}", ""};
inline constexpr LogMessage<string_view, string_view, string_view> undeliverable{
    "SUBMISSION_UNDELIVERABLE", LogLevel::info, "{}: not delivered to {}: {}", ""};
inline constexpr LogMessage<string_view, string_view, string_view> postponed{
    "SUBMISSION_POSTPONED", LogLevel::warning, "{}: cannot be delivered to {} now: {}",
    "It is tried again. Look at the lines before this one for the mailbox"};
inline constexpr LogMessage<string_view, string_view> waits{
    "SUBMISSION_WAITS", LogLevel::warning,
    "{}: waits in the queue for {}, who has no mailbox on this gateway",
    "Messages to other mail systems are kept until there is a way to send them"};
inline constexpr LogMessage<string_view> taken_back{"SUBMISSION_TAKEN_BACK", LogLevel::info,
                                                    "{}: taken back by its sender", ""};
inline constexpr LogMessage<string_view, string_view> orphan{
    "SUBMISSION_ORPHAN", LogLevel::error, "{}: the queued message is gone, so {} will not get it",
    "Somebody has changed the file of the mailbox, or has restored it from a backup"};
inline constexpr LogMessage<string_view, string_view> no_sender{
    "SUBMISSION_NO_SENDER", LogLevel::error,
    "{}: the mailbox it was sent from is no longer in the directory, so {} will not get it",
    "The user was removed while messages of theirs were in the queue"};
inline constexpr LogMessage<string_view, string_view> not_kept{
    "SUBMISSION_NOT_KEPT", LogLevel::warning, "{}: sent, but the sender's copy stays where it is: {}",
    "The message is still in the Outbox of its sender, who may move or delete it"};
inline constexpr LogMessage<string_view> queue_unavailable{
    "SUBMISSION_QUEUE_UNAVAILABLE", LogLevel::error, "the outgoing queue cannot be used: {}",
    "Nothing is lost: look at queue.sqlite in the [store] folder and at the disk below it"};

inline constexpr LogMessage<string_view, string_view> failed{
    "SUBMISSION_FAILED", LogLevel::error, "{}: its delivery ended in an internal error: {}",
    "It is tried again. This is a defect of Mapigate: please report it with the lines before this one"};

}  // namespace mapigate::mailbox::messages
