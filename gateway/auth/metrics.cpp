#include "gateway/auth/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/registry.h>

namespace mapigate::auth {

namespace {
// In the order of Metrics::Result.
constexpr const char* result_names[Metrics::result_count] = {
    "cached",       "verified",   "no_credentials", "malformed",         "wrong_password",
    "unknown_user", "disabled",   "repeated",       "account_throttled", "client_throttled",
    "insecure",     "overloaded", "unavailable"};
}  // namespace

Metrics::Metrics(prometheus::Registry& registry) {
  static_assert(static_cast<std::size_t>(Result::unavailable) + 1 == result_count);
  auto& family = prometheus::BuildCounter()
                     .Name("mapigate_auth_requests_total")
                     .Help("Requests that had to be authenticated, by result")
                     .Register(registry);
  for (std::size_t i = 0; i < result_count; ++i) counters_[i] = &family.Add({{"result", result_names[i]}});
}

void Metrics::count(Result result) const { counters_[static_cast<std::size_t>(result)]->Increment(); }

}  // namespace mapigate::auth
