#include "gateway/autodiscover/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/registry.h>

namespace mapigate::autodiscover {

namespace {

constexpr std::array<const char*, kind_count> kinds{"pox", "soap", "json", "plain_http"};
constexpr std::array<const char*, outcome_count> outcomes{
    "settings",        "redirected",   "challenge",   "not_served",  "not_authenticated", "auth_unavailable",
    "unknown_address", "no_mapi_http", "bad_request", "unsupported", "misconfigured"};

}  // namespace

Metrics::Metrics(prometheus::Registry& registry) {
  auto& family = prometheus::BuildCounter()
                     .Name("mapigate_autodiscover_requests_total")
                     .Help("Autodiscover requests by the way they came in and how they were answered")
                     .Register(registry);
  for (std::size_t kind = 0; kind < kind_count; ++kind) {
    for (std::size_t outcome = 0; outcome < outcome_count; ++outcome) {
      counters_[kind][outcome] = &family.Add({{"kind", kinds[kind]}, {"outcome", outcomes[outcome]}});
    }
  }
}

void Metrics::count(Kind kind, Outcome outcome) const {
  counters_[static_cast<std::size_t>(kind)][static_cast<std::size_t>(outcome)]->Increment();
}

}  // namespace mapigate::autodiscover
