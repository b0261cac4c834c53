#pragma once

#include "gateway/base/log.hpp"

namespace mapigate::http::messages {

using std::string_view;

inline constexpr LogMessage<string_view> listening{"HTTP_LISTENING", LogLevel::info, "listening on {}", ""};
inline constexpr LogMessage<string_view, string_view> accept_failed{
    "HTTP_ACCEPT_FAILED", LogLevel::error, "cannot accept connections on {}: {}",
    "If files run out, raise LimitNOFILE of the service; it needs about twice limits.connections"};
inline constexpr LogMessage<std::size_t> connection_limit{
    "HTTP_CONNECTION_LIMIT", LogLevel::warning, "{} connections are open: further ones are answered 503",
    "Raise limits.connections if these are your users; an active Outlook holds up to 8 connections"};
inline constexpr LogMessage<string_view, string_view, unsigned, std::size_t, std::int64_t> request{
    "HTTP_REQUEST", LogLevel::debug, "{} {} -> {}, {} bytes, {} us", ""};
inline constexpr LogMessage<string_view, string_view> handler_failed{
    "HTTP_HANDLER_FAILED", LogLevel::error, "the request for {} ended in an internal error: {}",
    "This is a defect of Mapigate: please report it with the lines before this one"};
inline constexpr LogMessage<string_view, string_view> connection_failed{
    "HTTP_CONNECTION_FAILED", LogLevel::error, "the connection of {} ended in an internal error: {}",
    "This is a defect of Mapigate, or a lack of memory: please report it with the lines before this one"};
inline constexpr LogMessage<string_view, string_view> tls_failed{"HTTP_TLS_FAILED", LogLevel::debug,
                                                                 "no TLS with {}: {}", ""};
inline constexpr LogMessage<std::size_t, std::size_t> certificates_loaded{
    "TLS_CERTIFICATES_LOADED", LogLevel::info, "{} certificates for {} names are in use", ""};
inline constexpr LogMessage<string_view> certificates_kept{
    "TLS_CERTIFICATES_KEPT", LogLevel::error, "the changed certificates cannot be used: {}",
    "The previous ones stay in use; mend the files and send SIGHUP"};
inline constexpr LogMessage<string_view, string_view, std::int64_t> certificate_ends{
    "TLS_CERTIFICATE_ENDS", LogLevel::warning, "{} (for {}) ends in {} days", "Renew it"};
inline constexpr LogMessage<string_view, string_view> certificate_ended{
    "TLS_CERTIFICATE_ENDED", LogLevel::error, "{} (for {}) has ended", "Renew it: no Outlook accepts it"};
inline constexpr LogMessage<std::size_t> draining{"HTTP_DRAINING", LogLevel::info,
                                                  "no new connections; waiting for {} open ones", ""};
inline constexpr LogMessage<std::size_t> drain_cut{
    "HTTP_DRAIN_CUT", LogLevel::warning, "{} connections did not end in time and are cut",
    "Raise server.drain_timeout if requests are lost at each restart"};

}  // namespace mapigate::http::messages
