#pragma once

#include <chrono>
#include <cstddef>

namespace mapigate {
class ConfigTable;
}

namespace mapigate::mapi {

// [mapi]: both endpoints of MAPI over HTTP, /mapi/emsmdb and /mapi/nspi.
struct MapiConfig {
  // How often a request that takes long answers PENDING. Below the shortest time-out of a proxy between here
  // and the clients, which is often 60 s. The default is that of [MS-OXCMAPIHTTP] section 2.2.3.3.5.
  std::chrono::milliseconds pending_period{30'000};
  // A session without a request for so long ends. Clients learn it from X-ExpirationInfo and send PING in
  // time.
  std::chrono::milliseconds session_expiry{15 * 60'000};
  // How long a NotificationWait waits for an event; the default is that of [MS-OXCRPC] section 3.3.4.1.
  std::chrono::milliseconds notification_wait{5 * 60'000};
  // Of one user at one endpoint. An active Outlook holds up to 8. Beyond it the user's longest idle one ends.
  std::size_t sessions_per_user = 64;
  // Of all users at one endpoint. Beyond it new ones are refused.
  std::size_t max_sessions = 50'000;
  // Threads that carry out ROPs, which wait for disks; 0: two a processor.
  unsigned workers = 0;
  // Requests with ROPs that run or wait for a worker. Beyond it clients are told to come back (RopBackoff).
  std::size_t max_running = 1'000;
};

MapiConfig parse_config(ConfigTable& table);

}  // namespace mapigate::mapi
