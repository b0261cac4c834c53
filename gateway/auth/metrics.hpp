#pragma once

#include <array>
#include <cstddef>

namespace prometheus {
class Counter;
class Registry;
}  // namespace prometheus

namespace mapigate::auth {

// mapigate_auth_requests_total{result="..."}: how every request that must be authenticated ended. May be
// copied; the counters belong to the registry.
class Metrics {
 public:
  enum class Result {
    cached,             // a credential verified lately
    verified,           // verified now
    no_credentials,     // 401: none, or not Basic
    malformed,          // 401
    wrong_password,     // 401
    unknown_user,       // 401
    disabled,           // 401
    repeated,           // 401: the same wrong credential as before, not looked at again
    account_throttled,  // 401: not looked at
    client_throttled,   // 401: not looked at
    insecure,           // 403: over plain HTTP
    overloaded,         // 503
    unavailable,        // 503
  };
  static constexpr std::size_t result_count = 13;

  explicit Metrics(prometheus::Registry& registry);
  void count(Result result) const;

 private:
  std::array<prometheus::Counter*, result_count> counters_{};
};

}  // namespace mapigate::auth
