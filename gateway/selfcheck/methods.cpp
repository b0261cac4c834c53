#include "gateway/selfcheck/methods.hpp"

#include <fmt/core.h>

#include "gateway/selfcheck/advice.hpp"
#include "gateway/selfcheck/checks/srv.hpp"

namespace mapigate::selfcheck {

namespace asio = boost::asio;

namespace {

Url url_of(const Config& config, Method method, const std::string& name) {
  const std::string path(autodiscover_path);
  switch (method) {
    case Method::https_root:
      return {true, name, config.https_port, path};
    case Method::https_autodiscover:
      return {true, "autodiscover." + name, config.https_port, path};
    default:
      return {false, "autodiscover." + name, config.http_port, path};
  }
}

void add_finding(Walk& walk, Visit& visit, FindingId id, std::string text, std::string repair) {
  visit.findings.add({id, Severity::none, walk.method, std::move(text), {}, std::move(repair)});
}

void judge_autodiscover(Walk& walk, Visit& visit) {
  if (visit.outcome.outcome != Outcome::absent) return;
  const std::string host = "autodiscover." + walk.name;
  add_finding(walk, visit, FindingId::autodiscover_host_missing, fmt::format("{} has no address", host),
              host_line(host, walk.context.identity.gateway_host));
}

void judge_redirect_method(Walk& walk, Visit& visit) {
  if (visit.outcome.outcome != Outcome::reached) return;
  add_finding(
      walk, visit, FindingId::redirect_prompt,
      fmt::format("Outlook finds the gateway through a redirect from http, and asks each user of {} whether "
                  "to follow it",
                  walk.name),
      host_line("autodiscover." + walk.name, walk.context.identity.gateway_host));
}

void judge_srv(Walk& walk, Visit& visit) {
  if (visit.outcome.outcome != Outcome::reached) return;
  add_finding(
      walk, visit, FindingId::srv_prompt,
      fmt::format(
          "Outlook finds the gateway through the SRV record, its last method, and asks each user of {} "
          "whether to trust it",
          walk.name),
      host_line("autodiscover." + walk.name, walk.context.identity.gateway_host));
}

}  // namespace

asio::awaitable<Visit> visit_method(Walk& walk) {
  if (walk.method == Method::srv) {
    Visit visit = co_await visit_srv(walk);
    judge_srv(walk, visit);
    co_return visit;
  }
  Visit visit = co_await visit_url(walk, url_of(walk.context.config, walk.method, walk.name), {});
  if (walk.method == Method::https_autodiscover) judge_autodiscover(walk, visit);
  if (walk.method == Method::http_redirect) judge_redirect_method(walk, visit);
  co_return visit;
}

std::string where(const Config& config, Method method, const std::string& name) {
  if (method == Method::srv) return fmt::format("SRV _autodiscover._tcp.{}", name);
  return url_of(config, method, name).to_string();
}

}  // namespace mapigate::selfcheck
