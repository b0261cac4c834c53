#include "gateway/status/admin_endpoint.hpp"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace mapigate::status {

namespace asio = boost::asio;
using http::Request;
using http::Response;

namespace {

constexpr const char* paths[] = {"/healthz", "/readyz", "/metrics", "/selfcheck", "/selfcheck/recheck"};

bool is_address_or_localhost(std::string host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::system::error_code code;
  asio::ip::make_address(host, code);
  return !code || host == "localhost";
}

// The values of "domain" in a query. They are host names, which need no percent-encoding.
std::vector<std::string> names_of(std::string_view query) {
  std::vector<std::string> names;
  while (!query.empty()) {
    const std::string_view parameter = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), parameter.size() + 1));
    if (parameter.starts_with("domain=")) names.emplace_back(parameter.substr(7));
  }
  return names;
}

Response with_type(std::string_view type, std::string body) {
  Response response;
  response.headers.add("Content-Type", std::string(type));
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(body);
  return response;
}

Response method_not_allowed(std::string allowed) {
  Response response = http::text_response(405, "Use " + allowed + " here.\n");
  response.headers.add("Allow", std::move(allowed));
  return response;
}

}  // namespace

void AdminEndpoint::add_routes(http::Router& router) {
  for (const char* path : paths) {
    router.add(path, {[this](Request& request) { return answer(request); }, 0});
  }
}

asio::awaitable<Response> AdminEndpoint::answer(Request& request) {
  if (!is_address_or_localhost(request.host())) {
    co_return http::text_response(403, "Ask for this page by address, for example http://127.0.0.1.\n");
  }
  const bool get = request.method == "GET" || request.method == "HEAD";
  if (request.path == "/selfcheck/recheck") {
    if (request.method != "POST") co_return method_not_allowed("POST");
    if (!request.headers.has("X-Mapigate-Admin")) {
      co_return http::text_response(403, "The header X-Mapigate-Admin is missing.\n");
    }
    std::vector<std::string> names = names_of(request.query);
    const Result<std::string> report = co_await sources_.recheck(std::move(names));
    if (report.has_error()) co_return http::text_response(503, report.error().message + ".\n");
    co_return with_type("application/json", *report);
  }
  if (!get) co_return method_not_allowed("GET");
  if (request.path == "/metrics") {
    co_return with_type("text/plain; version=0.0.4; charset=utf-8",
                        prometheus::TextSerializer().Serialize(metrics_.Collect()));
  }
  if (request.path == "/selfcheck") {
    std::string report = co_await sources_.last_report();
    co_return with_type("application/json", std::move(report));
  }
  if (request.path == "/readyz") {
    const Readiness readiness = sources_.readiness();
    co_return http::text_response(readiness.ready ? 200 : 503, readiness.reason + "\n");
  }
  co_return http::text_response(200, "ok\n");
}

}  // namespace mapigate::status
