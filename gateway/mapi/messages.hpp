#pragma once

#include "gateway/base/log.hpp"

namespace mapigate::mapi::messages {

using std::string_view;

inline constexpr LogMessage<string_view, string_view> not_served{"MAPI_NOT_SERVED", LogLevel::info,
                                                                 "{}: the domain {} is not served", ""};
inline constexpr LogMessage<string_view, string_view, string_view> session_opened{
    "MAPI_SESSION_OPENED", LogLevel::info, "{}: session of {} opened by {}", ""};
inline constexpr LogMessage<string_view, string_view> session_closed{"MAPI_SESSION_CLOSED", LogLevel::info,
                                                                     "{}: session of {} closed", ""};
inline constexpr LogMessage<string_view, string_view> user_full{
    "MAPI_USER_SESSIONS", LogLevel::warning, "{}: {} has all the sessions a user may have, and all are busy",
    "Raise mapi.sessions_per_user if this user's clients are in order"};
inline constexpr LogMessage<string_view, string_view> table_full{
    "MAPI_SESSIONS_FULL", LogLevel::warning, "{}: no session left for {}", "Raise mapi.max_sessions"};
inline constexpr LogMessage<string_view, string_view, string_view, string_view> refused{
    "MAPI_REQUEST_REFUSED", LogLevel::debug, "{}: {} of {}: {}", ""};
inline constexpr LogMessage<string_view, string_view, string_view, string_view> failed{
    "MAPI_REQUEST_FAILED", LogLevel::error, "{}: {} of {} ended in an internal error: {}",
    "This is a defect of Mapigate: please report it with the lines before this one"};
inline constexpr LogMessage<string_view, string_view> connect_refused{"MAPI_CONNECT_REFUSED", LogLevel::info,
                                                                      "Connect of {}: {}", ""};
inline constexpr LogMessage<string_view, string_view, string_view> body_malformed{
    "MAPI_BODY_MALFORMED", LogLevel::debug, "{} of {}: {}", ""};
inline constexpr LogMessage<string_view, string_view> rop_missing{"MAPI_ROP_MISSING", LogLevel::debug,
                                                                  "{} of {} is not implemented", ""};

}  // namespace mapigate::mapi::messages
