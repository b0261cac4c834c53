#include "gateway/selfcheck/checks/srv.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/host_name.hpp"
#include "gateway/selfcheck/advice.hpp"
#include "gateway/selfcheck/checks/address.hpp"
#include "gateway/selfcheck/concurrently.hpp"

namespace mapigate::selfcheck {

namespace asio = boost::asio;
using dns::DnsStatus;
using dns::SrvRecord;

namespace {

class SrvCheck {
 public:
  explicit SrvCheck(Walk& walk)
      : walk_(walk),
        owner_("_autodiscover._tcp." + walk.name),
        good_(srv_line(walk.name, walk.context.identity.gateway_host, walk.context.config.https_port)) {}

  asio::awaitable<Visit> run() {
    dns::DnsAnswer answer = co_await walk_.context.resolver.query(owner_, dns::RecordType::srv);
    out_.steps.add(step_status(answer.status), answer.elapsed,
                   describe(answer, dns::RecordType::srv, owner_));
    if (answer.status != DnsStatus::ok) {
      no_record(answer);
      co_return std::move(out_);
    }
    if (std::ranges::all_of(answer.srv, &SrvRecord::service_unavailable)) {
      out_.outcome = {Outcome::absent, false};
      add(FindingId::srv_disabled,
          fmt::format("the SRV record of {} says that there is no such service (\".\")", walk_.name));
      co_return std::move(out_);
    }
    std::ranges::stable_sort(answer.srv, {}, &SrvRecord::priority);
    if (answer.srv.size() > max_srv_targets) {
      out_.steps.add(StepStatus::skipped, {},
                     fmt::format("only the first {} targets are tested", max_srv_targets));
      answer.srv.resize(max_srv_targets);
    }
    std::vector<Visit> visits(answer.srv.size());
    std::vector<asio::awaitable<void>> tasks;
    for (std::size_t i = 0; i < visits.size(); ++i) tasks.push_back(visit_target(answer.srv[i], visits[i]));
    co_await run_all(std::move(tasks));
    take(answer.srv, std::move(visits));
    co_return std::move(out_);
  }

 private:
  void add(FindingId id, std::string text) { out_.findings.add(finding(id, std::move(text))); }
  Finding finding(FindingId id, std::string text) const {
    return {id, Severity::none, Method::srv, std::move(text), {}, good_};
  }

  void no_record(const dns::DnsAnswer& answer) {
    out_.nxdomain = answer.status == DnsStatus::nxdomain;
    if (answer.status == DnsStatus::nodata || answer.status == DnsStatus::nxdomain) {
      out_.outcome = {Outcome::absent, false};
      add(FindingId::srv_missing, fmt::format("{} has no SRV record for Autodiscover", walk_.name));
      return;
    }
    const bool broken = dns::is_about_the_name(answer.status) || answer.status == DnsStatus::invalid_name;
    out_.outcome = {broken ? Outcome::broken : Outcome::untested, false};
    if (auto trouble = dns_finding(answer, Method::srv, owner_)) out_.findings.add(std::move(*trouble));
  }

  asio::awaitable<void> visit_target(const SrvRecord& record, Visit& visit) {
    visit.outcome = {Outcome::broken, false};
    if (record.target == owner_) {
      visit.findings.add(finding(FindingId::srv_target_itself,
                                 fmt::format("the SRV record of {} has itself as target", walk_.name)));
      co_return;
    }
    const auto host = canonical_host_name(record.target, 1);
    if (!host || record.port == 0) {
      visit.findings.add(
          finding(FindingId::srv_target_invalid,
                  fmt::format("the SRV record of {} has the target \"{}\" port {}, which is no host name "
                              "with a port",
                              walk_.name, record.target, record.port)));
      co_return;
    }
    Url url{true, *host, record.port, std::string(autodiscover_path)};
    visit = co_await visit_url(walk_, std::move(url), {});
    if (visit.outcome.outcome == Outcome::absent) {
      visit.outcome = {Outcome::broken, false};
      visit.findings.add(
          finding(FindingId::srv_target_missing,
                  fmt::format("the target {} of the SRV record of {} has no address", *host, walk_.name)));
    }
    if (!visit.alias.empty()) {
      visit.findings.add(
          finding(FindingId::srv_target_cname,
                  fmt::format("the SRV record of {} leads to {}, which is a CNAME; RFC 2782 forbids that",
                              walk_.name, *host)));
    }
    if (record.port != walk_.context.config.https_port) {
      // [MS-OXDISCO] section 3.1.5.3 makes the URL of the target's name alone.
      visit.findings.add(
          finding(FindingId::srv_port,
                  fmt::format("the SRV record of {} names port {}, but Outlook may ask port {} all the "
                              "same",
                              walk_.name, record.port, walk_.context.config.https_port)));
    }
  }

  void take(const std::vector<SrvRecord>& records, std::vector<Visit> visits) {
    out_.outcome = visits.front().outcome;
    for (std::size_t i = 0; i < records.size(); ++i) {
      const SrvRecord& record = records[i];
      Visit& visit = visits[i];
      const bool decides = record.priority == records.front().priority;
      if (decides) {
        out_.outcome = combine(out_.outcome, visit.outcome);
      } else {
        visit.findings = {};
        if (visit.outcome.outcome != Outcome::reached) {
          visit.findings.add(
              finding(FindingId::srv_backup,
                      fmt::format("the spare target {} of the SRV record of {} does not lead to this "
                                  "gateway",
                                  record.target, walk_.name)));
        }
      }
      Steps steps;
      steps.add(visit.outcome.outcome == Outcome::reached ? StepStatus::ok : StepStatus::warning, {},
                fmt::format("{}target {} port {}: {}", decides ? "" : "spare ", record.target, record.port,
                            to_string(visit.outcome.outcome)));
      steps.add_below(std::move(visit.steps));
      visit.steps = std::move(steps);
      out_.absorb(std::move(visit));
    }
  }

  Walk& walk_;
  std::string owner_;
  std::string good_;
  Visit out_;
};

}  // namespace

asio::awaitable<Visit> visit_srv(Walk& walk) {
  SrvCheck check(walk);
  co_return co_await check.run();
}

}  // namespace mapigate::selfcheck
