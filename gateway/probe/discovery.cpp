#include "gateway/probe/discovery.hpp"

#include <fmt/core.h>

#include "gateway/base/host_name.hpp"
#include "gateway/probe/dial.hpp"
#include "gateway/selfcheck/url.hpp"

namespace mapigate::probe {

namespace asio = boost::asio;
using selfcheck::StepStatus;
using selfcheck::Url;

namespace {

constexpr int max_redirects = 5;
constexpr std::size_t max_answer = 1024 * 1024;

enum class Next {
  settings,  // found
  go_on,     // with the next method
  stop,      // Outlook goes no further either
};

struct Found {
  Next next = Next::go_on;
  std::optional<oxdscli::PoxResponse> response;
};

bool is_redirect(unsigned status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

class Discovery {
 public:
  Discovery(const World& world, const Options& options, Trail& trail)
      : world_(world), options_(options), trail_(trail) {}

  asio::awaitable<std::optional<oxdscli::PoxResponse>> run() {
    const auto domain = domain_of_address(options_.address);
    if (domain.has_error()) {
      trail_.remark(Ending::failed, domain.error().message);
      co_return std::nullopt;
    }
    const std::string autodiscover_host = "autodiscover." + *domain;
    Found found = co_await at(fmt::format("root of the domain: https://{}", *domain), https(*domain));
    if (found.next == Next::go_on) {
      found = co_await at(fmt::format("https://{}", autodiscover_host), https(autodiscover_host));
    }
    if (found.next == Next::go_on) found = co_await redirect(autodiscover_host);
    if (found.next == Next::go_on) found = co_await srv(*domain);
    co_return found.next == Next::settings ? std::move(found.response) : std::nullopt;
  }

 private:
  Url https(const std::string& host) const {
    return {true, host, options_.https_port, std::string(selfcheck::autodiscover_path)};
  }

  asio::awaitable<Found> at(std::string title, Url url) {
    Trail::Section section(trail_, std::move(title));
    Found found = co_await post(std::move(url));
    section.end(found.next == Next::settings ? StepStatus::ok : section.without_success());
    co_return found;
  }

  // Outlook's step 9: a redirect that is answered over plain HTTP, and asks the user whether to follow it.
  asio::awaitable<Found> redirect(const std::string& host) {
    Trail::Section section(trail_, fmt::format("redirect at http://{}", host));
    const Url url{false, host, options_.http_port, std::string(selfcheck::autodiscover_path)};
    Found found;
    if (auto connection = co_await dial(world_, options_, url, trail_)) {
      const Stopwatch watch;
      const http::ClientRequest request{.method = "GET", .target = url.target, .host = url.authority()};
      const auto answer = co_await connection->exchange(request, max_answer, options_.http_timeout);
      if (answer.has_error()) {
        trail_.add(StepStatus::failed, watch.elapsed(), fmt::format("GET: {}", answer.error().message));
      } else if (!is_redirect(answer->status)) {
        trail_.add(StepStatus::info, watch.elapsed(), fmt::format("GET: {}, no redirect", answer->status));
      } else if (const auto target = resolve_location(url, answer->headers.get("Location"));
                 target.has_error()) {
        trail_.add(StepStatus::failed, watch.elapsed(),
                   fmt::format("GET: redirect: {}", target.error().message));
      } else if (!target->secure) {
        trail_.add(StepStatus::failed, watch.elapsed(),
                   fmt::format("GET: redirect to {}, which is not https: ignored", target->to_string()));
      } else {
        trail_.add(StepStatus::ok, watch.elapsed(), fmt::format("GET: redirect to {}", target->to_string()));
        found = co_await post(*target);
        if (found.next == Next::settings) {
          trail_.remark(
              Ending::warned,
              fmt::format("Outlook asks each user whether {} may configure their account", target->host),
              fmt::format("give {} a certificate and let it answer https, or allow the host under "
                          "HKCU\\Software\\Microsoft\\Office\\16.0\\Outlook\\AutoDiscover\\RedirectServers",
                          host));
        }
      }
    }
    section.end(found.next == Next::settings ? StepStatus::ok : section.without_success());
    co_return found;
  }

  // Outlook's step 10; RFC 2782 with the service of [MS-OXDISCO] section 3.1.5.4.
  asio::awaitable<Found> srv(const std::string& domain) {
    const std::string service = "_autodiscover._tcp." + domain;
    Trail::Section section(trail_, fmt::format("SRV {}", service));
    const dns::DnsAnswer answer = co_await world_.resolver.query(service, dns::RecordType::srv);
    Found found;
    if (answer.status != dns::DnsStatus::ok) {
      trail_.add(StepStatus::info, answer.elapsed, std::string(dns::to_string(answer.status)));
    }
    for (const dns::SrvRecord& record : dns::srv_order(answer.srv, world_.random)) {
      trail_.add(StepStatus::info, answer.elapsed,
                 fmt::format("priority {}, weight {}: {}:{}", record.priority, record.weight, record.target,
                             record.port));
      if (record.service_unavailable() || record.port == 0) continue;
      const auto host = canonical_host_name(record.target);
      if (host.has_error()) {
        trail_.add(StepStatus::failed, {}, host.error().message);
        continue;
      }
      const Url target{true, *host, record.port, std::string(selfcheck::autodiscover_path)};
      found = co_await post(target);
      break;  // Outlook takes the first one
    }
    section.end(found.next == Next::settings ? StepStatus::ok : section.without_success());
    co_return found;
  }

  // The POX request, first without credentials as Outlook does, then with them when Basic is asked for.
  asio::awaitable<Found> post(Url url) {
    for (int redirects = 0; redirects <= max_redirects; ++redirects) {
      auto connection = co_await dial(world_, options_, url, trail_);
      if (!connection) co_return Found{};
      auto answer = co_await send(*connection, url, false);
      if (answer && answer->status == 401) {
        if (!asks_for_basic(*answer)) {
          trail_.remark(Ending::failed, fmt::format("{} does not accept Basic authentication", url.host),
                        "this test speaks Basic only");
          co_return Found{Next::stop, {}};
        }
        // A server may close after 401; Outlook opens a new connection then.
        answer = co_await send(*connection, url, true);
        if (!answer) {
          connection = co_await dial(world_, options_, url, trail_);
          if (!connection) co_return Found{};
          answer = co_await send(*connection, url, true);
        }
        if (answer && answer->status == 401) {
          trail_.remark(Ending::failed,
                        fmt::format("{} refuses the password of {}", url.host, options_.address),
                        fmt::format("mapigate user passwd {}", options_.address));
          co_return Found{Next::stop, {}};
        }
      }
      if (!answer) co_return Found{};
      if (is_redirect(answer->status)) {
        const auto target = resolve_location(url, answer->headers.get("Location"));
        if (target.has_error() || !target->secure) co_return Found{};
        url = *target;
        continue;
      }
      std::optional<Url> next;
      Found found = judge(*answer, url, next);
      if (!next) co_return found;
      url = *next;
    }
    trail_.remark(Ending::failed, fmt::format("more than {} redirects in a row", max_redirects));
    co_return Found{};
  }

  asio::awaitable<std::optional<http::ClientResponse>> send(http::ClientConnection& connection,
                                                            const Url& url, bool with_password) {
    http::ClientRequest request{.method = "POST", .target = url.target, .host = url.authority()};
    request.headers.add("Content-Type", "text/xml; charset=utf-8");
    request.headers.add("User-Agent", "Mapigate probe");
    request.headers.add("X-MapiHttpCapability", "1");
    if (with_password) request.headers.add("Authorization", basic_credentials(options_));
    oxdscli::PoxRequest document;
    document.email_address = options_.address;
    request.body = oxdscli::write_pox_request(document);
    const Stopwatch watch;
    auto answer = co_await connection.exchange(request, max_answer, options_.http_timeout);
    const std::string_view what = with_password ? "POST with credentials" : "POST";
    if (answer.has_error()) {
      trail_.add(StepStatus::failed, watch.elapsed(), fmt::format("{}: {}", what, answer.error().message));
      co_return std::nullopt;
    }
    const bool expected =
        answer->status == 200 || is_redirect(answer->status) || (answer->status == 401 && !with_password);
    trail_.add(
        expected ? StepStatus::ok : StepStatus::failed, watch.elapsed(),
        fmt::format("{}: {}{}", what, answer->status,
                    is_redirect(answer->status) ? fmt::format(" to {}", answer->headers.get("Location"))
                                                : std::string()));
    co_return std::move(*answer);
  }

  static bool asks_for_basic(const http::ClientResponse& answer) {
    for (const std::string_view challenge : answer.headers.all("WWW-Authenticate")) {
      if (equal_ignoring_case(challenge.substr(0, 5), "basic")) return true;
    }
    return false;
  }

  // `next` is set when the document sends on to another URL.
  Found judge(const http::ClientResponse& answer, const Url& url, std::optional<Url>& next) {
    if (answer.status != 200) return {};
    auto document = oxdscli::parse_pox_response(answer.body);
    if (document.has_error()) {
      trail_.add(StepStatus::failed, {},
                 fmt::format("the answer is no Autodiscover document: {}", xml::to_string(document.error())));
      return {};
    }
    if (document->error) {
      trail_.add(StepStatus::failed, {},
                 fmt::format("Autodiscover error {}: {}", document->error->code, document->error->message));
      trail_.remark(Ending::failed,
                    fmt::format("{} has no settings for {}: {} ({})", url.host, options_.address,
                                document->error->message, document->error->code));
      return {Next::stop, {}};
    }
    if (!document->account) return {};
    const oxdscli::PoxAccount& account = *document->account;
    if (!account.redirect_addr.empty()) {
      trail_.remark(Ending::failed,
                    fmt::format("{} is sent on to {}", options_.address, account.redirect_addr),
                    fmt::format("mapigate probe {}", account.redirect_addr));
      return {Next::stop, {}};
    }
    if (!account.redirect_url.empty()) {
      const auto target = resolve_location(url, account.redirect_url);
      trail_.add(target && target->secure ? StepStatus::ok : StepStatus::failed, {},
                 fmt::format("sent on to {}", account.redirect_url));
      if (target && target->secure) next = *target;
      return {};
    }
    return {Next::settings, std::move(*document)};
  }

  const World& world_;
  const Options& options_;
  Trail& trail_;
};

}  // namespace

asio::awaitable<std::optional<oxdscli::PoxResponse>> discover(const World& world, const Options& options,
                                                              Trail& trail) {
  Discovery discovery(world, options, trail);
  co_return co_await discovery.run();
}

}  // namespace mapigate::probe
