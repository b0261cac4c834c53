#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "gateway/base/log.hpp"

namespace mapigate::selfcheck::messages {

inline constexpr LogMessage<std::size_t, std::size_t, std::size_t, std::size_t, std::size_t, double>
    round_done{"SELFCHECK_DONE", LogLevel::info,
               "self-check of {} names: {} pass, {} warn, {} fail, {} unknown, in {:.1f} s", ""};

inline constexpr LogMessage<std::string, std::string_view, std::string_view> verdict_good{
    "SELFCHECK_VERDICT", LogLevel::info, "{}: {} -> {}", ""};

inline constexpr LogMessage<std::string, std::string_view, std::string_view, std::string> verdict_bad{
    "SELFCHECK_VERDICT_BAD", LogLevel::warning, "{}: {} -> {}: {}",
    "Run mapigate check --domain NAME to see each step and the line that repairs it"};

inline constexpr LogMessage<std::string> served{"SELFCHECK_SERVED", LogLevel::info, "{} is served", ""};

inline constexpr LogMessage<std::string, int> dropped{
    "SELFCHECK_DROPPED", LogLevel::error, "{} is no longer served, after {} failed rounds",
    "Its users get no answer until it passes: run mapigate check --domain NAME, repair it, then mapigate "
    "check --now"};

inline constexpr LogMessage<std::string> state_unreadable{
    "SELFCHECK_STATE_UNREADABLE", LogLevel::warning, "{}",
    "The self-check starts without what it knew; the file is written anew after the first round"};

inline constexpr LogMessage<std::string> state_unwritable{
    "SELFCHECK_STATE_UNWRITABLE", LogLevel::warning, "{}",
    "Give the gateway room and the right to write selfcheck.state_dir: verdicts are lost at a restart until "
    "then"};

inline constexpr LogMessage<std::size_t, std::size_t> nothing_served{
    "SELFCHECK_NOTHING_SERVED", LogLevel::error,
    "{} of {} names are served: not as many as selfcheck.require asks for",
    "Repair what the report above says. selfcheck.require = \"none\" serves every name nevertheless"};

}  // namespace mapigate::selfcheck::messages
