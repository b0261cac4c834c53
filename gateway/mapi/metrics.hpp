#pragma once

#include <string_view>

#include "protocol/oxcmapihttp/headers.hpp"

namespace prometheus {
class Counter;
class Gauge;
class Registry;
template <class T>
class Family;
}  // namespace prometheus

namespace mapigate::mapi {

// The counters of one endpoint. May be used from any thread.
class Metrics {
 public:
  Metrics(prometheus::Registry& registry, oxcmapihttp::Endpoint endpoint);

  // mapigate_mapi_sessions{endpoint}
  prometheus::Gauge& sessions() { return sessions_; }
  // mapigate_mapi_requests_total{endpoint,type,code}: requests of authenticated users, by request type and
  // X-ResponseCode.
  void answered(std::string_view request_type, oxcmapihttp::ResponseCode code);
  // mapigate_mapi_rejected_total{endpoint,reason}: what did not get as far as that.
  void rejected(std::string_view reason);

 private:
  std::string_view endpoint_;
  prometheus::Gauge& sessions_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Counter>& rejected_;
};

}  // namespace mapigate::mapi
