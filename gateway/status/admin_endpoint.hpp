#pragma once

#include <prometheus/registry.h>

#include <functional>
#include <string>
#include <vector>

#include "gateway/http/message.hpp"
#include "gateway/http/router.hpp"

namespace mapigate::status {

struct Readiness {
  bool ready = false;
  std::string reason;  // one line, for people and for the load balancer's log
};

// What the admin listener answers, over plain HTTP on loopback unless configured otherwise:
//   GET  /healthz            200 while the process serves requests at all
//   GET  /readyz             200 when clients are served, else 503 with the reason
//   GET  /metrics            Prometheus text format 0.0.4
//   GET  /selfcheck          what the self-check knows of every name, JSON
//   POST /selfcheck/recheck  checks all names now, or those of the query
//   (?domain=a.example&domain=b.example),
//                            and answers with the report, JSON
// A page in an admin's browser could send requests to loopback too: those to another host name than an
// address or "localhost" (DNS rebinding) are refused, and a POST must carry the header X-Mapigate-Admin,
// which no page may send across origins.
class AdminEndpoint {
 public:
  struct Sources {
    std::function<Readiness()> readiness;
    std::function<boost::asio::awaitable<std::string>()> last_report;
    // Fails when no check can be made; the coroutine continues on the caller's executor.
    std::function<boost::asio::awaitable<Result<std::string>>(std::vector<std::string> names)> recheck;
  };

  // All arguments outlive this object, and this object the router's last request.
  AdminEndpoint(prometheus::Registry& metrics, Sources sources)
      : metrics_(metrics), sources_(std::move(sources)) {}

  void add_routes(http::Router& router);

 private:
  boost::asio::awaitable<http::Response> answer(http::Request& request);

  prometheus::Registry& metrics_;
  Sources sources_;
};

}  // namespace mapigate::status
