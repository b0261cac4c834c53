#include "gateway/selfcheck/checks/http_get.hpp"

#include <fmt/core.h>

#include "gateway/selfcheck/checks/http_post.hpp"

namespace mapigate::selfcheck {

http::ClientRequest redirect_request(const Url& url) {
  http::ClientRequest request;
  request.method = "GET";
  request.target = url.target;
  request.host = url.authority();
  request.headers.add("User-Agent", "Mapigate self-check");
  return request;
}

std::optional<std::string> judge_plain_answer(const Place& place, const Answer& answer,
                                              std::chrono::steady_clock::duration elapsed, Visit& visit) {
  if (!judge_exchange(place, answer, "GET", elapsed, visit)) return std::nullopt;
  const http::ClientResponse& response = answer.response;
  const std::string what = fmt::format("GET: {}", describe_answer(response));
  if (is_redirect(response.status)) {
    const std::string_view location = response.headers.get("Location");
    return location.empty() ? std::string(" ") : std::string(location);
  }
  const std::string redirect =
      fmt::format("return 302 https://{}{};   # in nginx, for port {} of {}",
                  place.context.identity.gateway_host, autodiscover_path, place.url.port, place.url.host);
  visit.outcome = {Outcome::broken, false};
  // A 401 here is nobody who captures: over plain HTTP Outlook follows redirects and nothing else.
  if (response.status == 200 && answers_autodiscover(response)) {
    visit.steps.add(StepStatus::failed, elapsed, what + ", an Autodiscover document over http");
    visit.findings.add(place.finding(
        FindingId::http_xml_ignored,
        fmt::format("{} answers with Autodiscover settings over plain http, which Outlook ignores",
                    place.url.host),
        redirect));
  } else {
    visit.steps.add(StepStatus::info, elapsed, what + ", no redirect");
    visit.findings.add(place.finding(FindingId::redirect_missing,
                                     fmt::format("port {} of {} does not redirect Outlook to https ({})",
                                                 place.url.port, place.url.host, describe_answer(response)),
                                     redirect));
  }
  return std::nullopt;
}

}  // namespace mapigate::selfcheck
