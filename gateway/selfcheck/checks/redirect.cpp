#include "gateway/selfcheck/checks/redirect.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/encoding.hpp"

namespace mapigate::selfcheck {

std::optional<Url> judge_redirect(const Place& place, std::string_view location, unsigned status,
                                  const std::vector<Url>& trail, Visit& visit) {
  const std::string from = place.url.to_string();
  const std::string good =
      fmt::format("return 302 https://{}{};   # in nginx, at {}", place.context.identity.gateway_host,
                  autodiscover_path, place.url.host);
  const auto broken = [&](FindingId id, std::string text) {
    visit.outcome = {Outcome::broken, false};
    visit.findings.add(place.finding(id, std::move(text), good));
    return std::nullopt;
  };
  const auto url = resolve_location(place.url, location);
  if (!url) {
    return broken(FindingId::redirect_invalid,
                  fmt::format("{} is redirected to nowhere: {}", from, url.error().message));
  }
  const std::string to = url->to_string();
  if (!url->secure) {
    return broken(FindingId::redirect_to_http,
                  fmt::format("{} is redirected to {}, which is not https: Outlook does not follow", from,
                              printable(to)));
  }
  if (std::ranges::find(trail, *url) != trail.end()) {
    return broken(FindingId::redirect_loop, fmt::format("the redirects of {} run in a circle", from));
  }
  if (trail.size() > max_redirects) {
    return broken(FindingId::redirect_too_many, fmt::format("{} is redirected more than {} times",
                                                            trail.front().to_string(), max_redirects));
  }
  // 200 stands for a redirect within the Autodiscover document. KB3211279 and [MS-OXDSCLI] section 3.1.5.2
  // know of 301 and 302.
  if (status != 301 && status != 302 && status != 200) {
    visit.findings.add(place.finding(
        FindingId::redirect_status,
        fmt::format("{} is redirected with status {}; Outlook is only known to follow 301 and 302", from,
                    status),
        good));
  }
  return *url;
}

}  // namespace mapigate::selfcheck
