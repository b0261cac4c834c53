#pragma once

#include <array>
#include <cstddef>

namespace prometheus {
class Counter;
class Registry;
}  // namespace prometheus

namespace mapigate::autodiscover {

// How a request came in.
enum class Kind { pox, soap, json, plain_http };
inline constexpr std::size_t kind_count = 4;

// How it was answered.
enum class Outcome {
  settings,           // with what was asked for
  redirected,         // to where the user lives, or from port 80 to https
  challenge,          // with a proof, to the self-check
  not_served,         // 503: the domain is not served
  not_authenticated,  // 401 or 403
  auth_unavailable,   // 503 of the authenticator
  unknown_address,    // not known, or not accessible to the caller
  no_mapi_http,       // a client without MAPI over HTTP
  bad_request,        // not readable, or something missing in it
  unsupported,        // a schema, protocol or method that is not offered
  misconfigured,      // the user's redirect leads nowhere
};
inline constexpr std::size_t outcome_count = 11;

// mapigate_autodiscover_requests_total{kind,outcome}. May be used from any thread.
class Metrics {
 public:
  // The registry outlives this object.
  explicit Metrics(prometheus::Registry& registry);

  void count(Kind kind, Outcome outcome) const;

 private:
  // Looked up once, so that counting is one atomic addition.
  std::array<std::array<prometheus::Counter*, outcome_count>, kind_count> counters_{};
};

}  // namespace mapigate::autodiscover
