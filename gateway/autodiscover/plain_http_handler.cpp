#include <algorithm>

#include "gateway/autodiscover/service.hpp"

namespace mapigate::autodiscover {

namespace {

// Whether text of the request can go into a Location field as it is: RFC 3986 unreserved characters, and
// those that the paths and queries of Autodiscover have.
bool is_harmless(std::string_view text) {
  return text.size() <= 2048 && std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("-._~%@/+=&").find(c) != std::string_view::npos;
         });
}

}  // namespace

boost::asio::awaitable<http::Response> Service::plain_http(http::Request& request) const {
  std::string location;
  if (request.path == "/autodiscover" || request.path == "/autodiscover/autodiscover.xml") {
    location = profiles_.pox_url();
  } else if (request.path == "/autodiscover/autodiscover.svc") {
    location = profiles_.base_url() + request.path;
  } else if ((request.path.starts_with("/autodiscover/autodiscover.json") ||
              request.path.starts_with("/autodiscover.json/")) &&
             is_harmless(request.path) && is_harmless(request.query)) {
    location = profiles_.base_url() + request.path;
    if (!request.query.empty()) location.append("?").append(request.query);
  }
  if (location.empty()) {
    metrics_.count(Kind::plain_http, Outcome::unsupported);
    co_return http::text_response(404, "There is nothing here over plain HTTP.\n");
  }
  // 302 is the status of [MS-OXDISCO] section 3.1.5.4; Outlook takes no other one but 301.
  metrics_.count(Kind::plain_http, Outcome::redirected);
  http::Response response = http::text_response(302, "Autodiscover is at " + profiles_.pox_url() + "\n");
  response.headers.add("Location", std::move(location));
  co_return response;
}

}  // namespace mapigate::autodiscover
