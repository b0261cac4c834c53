#pragma once

#include "gateway/base/log.hpp"

namespace mapigate::cli::messages {

using std::string_view;

inline constexpr LogMessage<string_view, string_view, std::size_t> starting{
    "SERVE_STARTING", LogLevel::info, "Mapigate {} starts as {} for {} domains and aliases", ""};
inline constexpr LogMessage<std::size_t, std::size_t> serving{"SERVE_READY", LogLevel::info,
                                                              "serving {} of {} names", ""};
inline constexpr LogMessage<std::size_t, std::size_t, std::size_t> file_limit{
    "SERVE_FILE_LIMIT", LogLevel::warning,
    "the system lets this process open {} files and sockets, which is not enough for the {} connections of "
    "limits.connections: some clients will wait or be turned away ({} would do)",
    "Raise the limit (systemd: LimitNOFILE=; a shell: ulimit -Hn), or lower limits.connections"};
inline constexpr LogMessage<string_view> stopping{"SERVE_STOPPING", LogLevel::info, "stopping on {}", ""};
inline constexpr LogMessage<> stopped{"SERVE_STOPPED", LogLevel::info, "stopped", ""};
inline constexpr LogMessage<string_view> cannot_start{"SERVE_CANNOT_START", LogLevel::error,
                                                      "cannot start: {}", ""};
inline constexpr LogMessage<> reloaded{
    "SERVE_RELOADED", LogLevel::info,
    "the configuration was read anew: certificates and domains are in use; other changes need a restart", ""};
inline constexpr LogMessage<string_view> reload_refused{
    "SERVE_RELOAD_REFUSED", LogLevel::error, "{}",
    "The configuration in use stays; mend the file and send SIGHUP again"};
inline constexpr LogMessage<string_view> log_not_reopened{
    "SERVE_LOG_NOT_REOPENED", LogLevel::error, "{}",
    "The old log file stays in use; mend the rights of its folder and send SIGHUP again"};
inline constexpr LogMessage<string_view> directory_unreadable{
    "SERVE_DIRECTORY_UNREADABLE", LogLevel::error, "the directory cannot be read: {}",
    "Users are served as they were; look at the disk and the rights of the directory's file"};
inline constexpr LogMessage<> directory_readable{"SERVE_DIRECTORY_READABLE", LogLevel::info,
                                                 "the directory can be read again", ""};

}  // namespace mapigate::cli::messages
