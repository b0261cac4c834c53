#include "gateway/mapi/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <string>

namespace mapigate::mapi {

namespace {

std::string_view label(oxcmapihttp::Endpoint endpoint) {
  return endpoint == oxcmapihttp::Endpoint::mailbox ? "emsmdb" : "nspi";
}

}  // namespace

Metrics::Metrics(prometheus::Registry& registry, oxcmapihttp::Endpoint endpoint)
    : endpoint_(label(endpoint)),
      sessions_(prometheus::BuildGauge()
                    .Name("mapigate_mapi_sessions")
                    .Help("Open session contexts")
                    .Register(registry)
                    .Add({{"endpoint", std::string(endpoint_)}})),
      requests_(prometheus::BuildCounter()
                    .Name("mapigate_mapi_requests_total")
                    .Help("MAPI requests of authenticated users by request type and X-ResponseCode")
                    .Register(registry)),
      rejected_(prometheus::BuildCounter()
                    .Name("mapigate_mapi_rejected_total")
                    .Help("MAPI requests refused before their request type was looked at")
                    .Register(registry)) {}

void Metrics::answered(std::string_view request_type, oxcmapihttp::ResponseCode code) {
  requests_
      .Add({{"endpoint", std::string(endpoint_)},
            {"type", std::string(request_type)},
            {"code", std::to_string(static_cast<int>(code))}})
      .Increment();
}

void Metrics::rejected(std::string_view reason) {
  rejected_.Add({{"endpoint", std::string(endpoint_)}, {"reason", std::string(reason)}}).Increment();
}

}  // namespace mapigate::mapi
