#include "gateway/selfcheck/json_text.hpp"

#include <fmt/chrono.h>

#include <array>
#include <ctime>

namespace mapigate::selfcheck {

namespace {
constexpr std::array<std::string_view, 5> status_names{"ok", "warning", "failed", "skipped", "info"};
}

boost::json::value method_or_null(const std::optional<Method>& method) {
  return method ? boost::json::value(to_string(*method)) : boost::json::value(nullptr);
}

std::string_view to_string(StepStatus status) { return status_names[static_cast<std::size_t>(status)]; }

std::optional<StepStatus> step_status_from_string(std::string_view text) {
  for (std::size_t i = 0; i < status_names.size(); ++i) {
    if (status_names[i] == text) return static_cast<StepStatus>(i);
  }
  return std::nullopt;
}

std::string utc_text(std::chrono::system_clock::time_point time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

std::optional<std::chrono::system_clock::time_point> time_of(std::string_view utc_text) {
  const std::string text(utc_text);
  std::tm parts{};
  const char* end = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  if (!end || *end != '\0') return std::nullopt;
  return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

}  // namespace mapigate::selfcheck
