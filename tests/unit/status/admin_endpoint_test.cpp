#include "gateway/status/admin_endpoint.hpp"

#include <gmock/gmock.h>
#include <prometheus/counter.h>

#include "tests/fakes/await.hpp"

namespace mapigate::status {
namespace {

using ::testing::HasSubstr;

class AdminEndpointTest : public ::testing::Test {
 protected:
  AdminEndpointTest() { endpoint_.add_routes(router_); }

  http::Response ask(std::string_view method, std::string path, std::string_view host = "127.0.0.1:9443",
                     bool admin_header = false, std::string_view query = {}) {
    http::Request request;
    request.query = query;
    request.method = method;
    request.path = std::move(path);
    request.headers.add("Host", host);
    if (admin_header) request.headers.add("X-Mapigate-Admin", "1");
    const http::Route* route = router_.find(request.path);
    if (!route) return http::text_response(404, "");
    return fakes::await<http::Response>([&](auto) { return route->handler(request); });
  }

  prometheus::Registry metrics_;
  Readiness readiness_;
  Result<std::string> recheck_ = std::string("{\"new\":1}");
  int rechecks_ = 0;
  std::vector<std::string> asked_for_;
  http::Router router_;
  AdminEndpoint endpoint_{metrics_,
                          {.readiness = [this] { return readiness_; },
                           .last_report = []() -> boost::asio::awaitable<std::string> { co_return "{\"old\":1}"; },
                           .recheck = [this](std::vector<std::string> names) -> boost::asio::awaitable<Result<std::string>> {
                             ++rechecks_;
                             asked_for_ = std::move(names);
                             co_return recheck_;
                           }}};
};

TEST_F(AdminEndpointTest, HealthIsSaidWhileTheProcessAnswers) {
  const http::Response response = ask("GET", "/healthz");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ok\n");
}

TEST_F(AdminEndpointTest, ReadinessFollowsTheGateAndSaysWhy) {
  readiness_ = {false, "no name passes the self-check"};
  http::Response response = ask("GET", "/readyz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, "no name passes the self-check\n");
  readiness_ = {true, "2 names are served"};
  EXPECT_EQ(ask("GET", "/readyz").status, 200);
}

TEST_F(AdminEndpointTest, MetricsAreInPrometheusText) {
  prometheus::BuildCounter().Name("sample_total").Help("h").Register(metrics_).Add({{"a", "b"}}).Increment(3);
  const http::Response response = ask("GET", "/metrics");
  EXPECT_THAT(std::string(response.headers.get("Content-Type")), HasSubstr("version=0.0.4"));
  EXPECT_THAT(response.body, HasSubstr("sample_total{a=\"b\"} 3"));
}

TEST_F(AdminEndpointTest, ReportsAreJson) {
  EXPECT_EQ(ask("GET", "/selfcheck").body, "{\"old\":1}");
  const http::Response response = ask("POST", "/selfcheck/recheck", "127.0.0.1", true);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "{\"new\":1}");
  EXPECT_THAT(asked_for_, ::testing::IsEmpty());
  ask("POST", "/selfcheck/recheck", "127.0.0.1", true, "domain=a.test&x=y&domain=b.test");
  EXPECT_THAT(asked_for_, ::testing::ElementsAre("a.test", "b.test"));
}

TEST_F(AdminEndpointTest, ARecheckThatCannotBeMadeIs503WithTheReason) {
  recheck_ = Error{"the gateway is stopping"};
  const http::Response response = ask("POST", "/selfcheck/recheck", "[::1]:9443", true);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.body, "the gateway is stopping.\n");
}

TEST_F(AdminEndpointTest, PagesOfOtherOriginsCanDoNothing) {
  // DNS rebinding: a page of evil.test whose name now leads to loopback.
  for (const char* path : {"/healthz", "/metrics", "/selfcheck", "/selfcheck/recheck"}) {
    EXPECT_EQ(ask("GET", path, "evil.test:9443").status, 403) << path;
  }
  // A form that posts to loopback: it cannot add a header.
  EXPECT_EQ(ask("POST", "/selfcheck/recheck", "127.0.0.1:9443").status, 403);
  EXPECT_EQ(rechecks_, 0);
}

TEST_F(AdminEndpointTest, WrongMethodsAreNamed) {
  EXPECT_EQ(ask("POST", "/metrics").headers.get("Allow"), "GET");
  EXPECT_EQ(ask("GET", "/selfcheck/recheck").headers.get("Allow"), "POST");
  EXPECT_EQ(ask("HEAD", "/healthz", "localhost").status, 200);
}

}  // namespace
}  // namespace mapigate::status
