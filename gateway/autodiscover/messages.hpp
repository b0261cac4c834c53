#pragma once

#include "gateway/base/log.hpp"

namespace mapigate::autodiscover::messages {

using std::string_view;

inline constexpr LogMessage<string_view, string_view, string_view> not_served{
    "AUTODISCOVER_NOT_SERVED", LogLevel::info, "{} for {} refused: that domain is not served now (client {})",
    "If it is one of yours: mapigate check --domain NAME says what is missing"};
inline constexpr LogMessage<string_view, string_view> not_accessible{
    "AUTODISCOVER_NOT_ACCESSIBLE", LogLevel::info,
    "{} asked for {}, which is neither their own address nor shared with them", ""};
inline constexpr LogMessage<string_view, string_view> no_mapi_http{
    "AUTODISCOVER_NO_MAPI_HTTP", LogLevel::info,
    "the client of {} does not ask for MAPI over HTTP, and there is nothing else to offer (User-Agent {})",
    "Outlook 2013 SP1 and later ask for it unless the registry value MapiHttpDisabled is set"};
inline constexpr LogMessage<string_view, string_view> bad_request{"AUTODISCOVER_BAD_REQUEST", LogLevel::info,
                                                                  "a request of {} cannot be read: {}", ""};
inline constexpr LogMessage<string_view> redirect_to_itself{"AUTODISCOVER_REDIRECT_LOOP", LogLevel::warning,
                                                            "the redirect of {} leads to the same address",
                                                            "Correct or remove the redirect of this user"};

}  // namespace mapigate::autodiscover::messages
