#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/selfcheck/method.hpp"
#include "gateway/selfcheck/step.hpp"

// What the JSON files of this module, reports and saved state, have in common.
namespace mapigate::selfcheck {

boost::json::value method_or_null(const std::optional<Method>& method);
std::string_view to_string(StepStatus status);
std::optional<StepStatus> step_status_from_string(std::string_view text);

// "2025-01-31T12:00:00Z", whole seconds.
std::string utc_text(std::chrono::system_clock::time_point time);
std::optional<std::chrono::system_clock::time_point> time_of(std::string_view utc_text);

}  // namespace mapigate::selfcheck
