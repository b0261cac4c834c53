#include "gateway/mapi/config.hpp"

#include "gateway/base/config_reader.hpp"

namespace mapigate::mapi {

using namespace std::chrono_literals;

MapiConfig parse_config(ConfigTable& table) {
  MapiConfig config;
  config.pending_period = table.duration("pending_period", config.pending_period, 1s, 5min);
  config.session_expiry = table.duration("session_expiry", config.session_expiry, 1min, 24h);
  config.notification_wait = table.duration("notification_wait", config.notification_wait, 1s, 1h);
  config.sessions_per_user = static_cast<std::size_t>(
      table.integer("sessions_per_user", static_cast<std::int64_t>(config.sessions_per_user), 1, 10'000));
  config.max_sessions = static_cast<std::size_t>(
      table.integer("max_sessions", static_cast<std::int64_t>(config.max_sessions), 1, 10'000'000));
  config.workers = static_cast<unsigned>(table.integer("workers", 0, 0, 256));
  config.max_running = static_cast<std::size_t>(
      table.integer("max_running", static_cast<std::int64_t>(config.max_running), 1, 1'000'000));
  if (config.notification_wait >= config.session_expiry) {
    // A client busy with nothing but waiting would lose its session each time.
    table.problem("notification_wait", "must be shorter than mapi.session_expiry");
  }
  return config;
}

}  // namespace mapigate::mapi
