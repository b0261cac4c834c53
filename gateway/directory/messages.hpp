#pragma once

#include "gateway/base/log.hpp"

namespace mapigate::directory::messages {

inline constexpr LogMessage<std::string_view, std::string_view, std::string_view> address_hidden{
    "DIRECTORY_ADDRESS_HIDDEN", LogLevel::warning,
    "{} leads to {}: since an alias domain was configured, the same address of {} cannot be reached",
    "Remove the alias domain from the configuration, or one of the two addresses with \"mapigate user set\""};

inline constexpr LogMessage<std::size_t, std::string_view> domain_not_configured{
    "DIRECTORY_DOMAIN_NOT_CONFIGURED", LogLevel::warning,
    "{} user(s), the first being {}, cannot log in: their domain is not configured",
    "Add a [[domain]] to the configuration, or remove them with \"mapigate user remove\""};

inline constexpr LogMessage<std::size_t> loaded{"DIRECTORY_LOADED", LogLevel::info,
                                                "{} user(s) in the directory", ""};

inline constexpr LogMessage<std::string_view> unreadable{
    "DIRECTORY_UNREADABLE", LogLevel::error, "changes of the directory cannot be read: {}",
    "Until this is repaired the users as last read stay in use"};

inline constexpr LogMessage<> readable_again{"DIRECTORY_READABLE_AGAIN", LogLevel::info,
                                             "the directory can be read again", ""};

}  // namespace mapigate::directory::messages
