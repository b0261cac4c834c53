#pragma once

#include "gateway/base/log.hpp"

namespace mapigate::auth::messages {

using std::string_view;

inline constexpr LogMessage<string_view, string_view> accepted{"AUTH_ACCEPTED", LogLevel::debug,
                                                               "{} from {}: password verified", ""};
inline constexpr LogMessage<string_view, string_view, string_view> rejected{"AUTH_REJECTED", LogLevel::info,
                                                                            "{} from {}: {}", ""};
inline constexpr LogMessage<string_view, string_view> account_throttled{
    "AUTH_ACCOUNT_THROTTLED", LogLevel::warning,
    "too many wrong passwords for {}, the last from {}: further ones from places where the account has not "
    "logged in "
    "before are not looked at for a while",
    "If the owner cannot log in from a new place, find what sends the wrong password; see auth.throttle"};
inline constexpr LogMessage<string_view, string_view> client_throttled{
    "AUTH_CLIENT_THROTTLED", LogLevel::warning,
    "too many wrong passwords from {}, the last for {}: further ones from there are not looked at for a "
    "while",
    "If this is an office of yours, raise auth.throttle.address_failures; else block the address in a "
    "firewall"};
inline constexpr LogMessage<std::size_t> overloaded{
    "AUTH_OVERLOADED", LogLevel::warning,
    "{} verifications of passwords wait: further ones are answered 503 until some are done",
    "Raise auth.hash_threads if there are processors to spare, or lower auth.memory_kib"};
inline constexpr LogMessage<string_view> hash_failed{
    "AUTH_HASH_FAILED", LogLevel::error, "the password of {} cannot be verified: no memory for the hash",
    "Give the machine more memory, or lower auth.memory_kib or auth.hash_threads"};
inline constexpr LogMessage<string_view, string_view> directory_unavailable{
    "AUTH_DIRECTORY_UNAVAILABLE", LogLevel::error, "the password of {} cannot be verified: {}",
    "Users whose password was verified lately go on working; the others get a 503 until this is repaired"};
inline constexpr LogMessage<string_view, string_view> rehash_failed{
    "AUTH_REHASH_FAILED", LogLevel::warning, "the password hash of {} cannot be renewed: {}",
    "The old hash stays in use; it is tried again at the next login"};
inline constexpr LogMessage<string_view> verifier_failed{
    "AUTH_VERIFIER_FAILED", LogLevel::error, "verifying a password ended in an internal error: {}",
    "This is a defect of Mapigate, or a lack of memory: please report it with the lines before this one"};

}  // namespace mapigate::auth::messages
