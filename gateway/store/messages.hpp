#pragma once

#include <cstdint>

#include "gateway/base/log.hpp"

namespace mapigate::store::messages {

inline constexpr LogMessage<std::uint64_t, std::string_view> disk_low{
    "STORE_DISK_LOW", LogLevel::warning, "{} MiB are free on the disk of {}",
    "Make room or enlarge the disk: when it is full nothing can be saved, and mail is refused. [store] "
    "warn_free "
    "says when this warning comes"};

inline constexpr LogMessage<std::uint64_t, std::string_view> disk_nearly_full{
    "STORE_DISK_NEARLY_FULL", LogLevel::error, "only {} MiB are free on the disk of {}",
    "Make room now. When the disk is full, mailboxes can still be read"};

inline constexpr LogMessage<std::uint64_t, std::string_view> disk_enough{
    "STORE_DISK_ENOUGH", LogLevel::info, "there is room again: {} MiB are free on the disk of {}", ""};

}  // namespace mapigate::store::messages
