#include "gateway/selfcheck/checker.hpp"

#include <algorithm>
#include <map>

#include "gateway/selfcheck/checks/address.hpp"
#include "gateway/selfcheck/checks/txt_ms.hpp"
#include "gateway/selfcheck/concurrently.hpp"
#include "gateway/selfcheck/dns/caching_resolver.hpp"
#include "gateway/selfcheck/methods.hpp"

namespace mapigate::selfcheck {

namespace asio = boost::asio;

namespace {

std::uint32_t microseconds(Clock::SteadyTime from, Clock::SteadyTime to) {
  const auto count = std::chrono::duration_cast<std::chrono::microseconds>(to - from).count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(count, 0, UINT32_MAX));
}

// All methods of one name, and its TXT record.
struct Visits {
  std::array<Visit, 4> methods;
  std::array<std::uint32_t, 4> elapsed{};
  Visit txt;
};

asio::awaitable<void> visit(Context& context, Semaphore& connections, Method method, const std::string& name,
                            Visits& out) {
  Walk walk{context, connections, method, name};
  const auto start = context.clock.steady_now();
  Visit visited = co_await visit_method(walk);
  const auto index = static_cast<std::size_t>(method);
  out.methods[index] = std::move(visited);
  out.elapsed[index] = microseconds(start, context.clock.steady_now());
}

asio::awaitable<void> visit_txt_into(Context& context, std::string name, Visit& out) {
  out = co_await visit_txt(context, std::move(name));
}

// A port 80 that does not answer is no sign of a gateway behind it that cannot be tested, when port 443 of
// the same host can: it has no redirect.
void reconcile(Visits& visits) {
  Visit& plain = visits.methods[static_cast<std::size_t>(Method::http_redirect)];
  const Visit& https = visits.methods[static_cast<std::size_t>(Method::https_autodiscover)];
  if (plain.silent && https.outcome.outcome != Outcome::untested) plain.outcome = {Outcome::broken, false};
}

bool is_missing(const Visits& visits) {
  return std::ranges::all_of(all_methods, [&](Method method) {
    const Visit& visited = visits.methods[static_cast<std::size_t>(method)];
    return visited.nxdomain && visited.outcome.outcome == Outcome::absent;
  });
}

NameReport report_of(const Config& config, Name name, Visits visits) {
  reconcile(visits);
  NameReport report;
  Findings findings;
  if (is_missing(visits)) {
    findings.add({FindingId::domain_missing,
                  Severity::none,
                  std::nullopt,
                  "the domain " + name.name + " does not exist in DNS",
                  {},
                  "dig NS " + name.name + "   # is it registered, and spelled right in the configuration?"});
  }
  MethodOutcomes outcomes;
  for (const Method method : all_methods) {
    const auto index = static_cast<std::size_t>(method);
    Visit& visited = visits.methods[index];
    outcomes[index] = visited.outcome;
    findings.add(std::move(visited.findings).take());
    report.gateway_refused = report.gateway_refused || visited.gateway_refused;
    report.gateway_connected = report.gateway_connected || visited.gateway_connected;
    report.methods[index] = {visited.outcome, where(config, method, name.name), visits.elapsed[index],
                             std::move(visited.steps).take()};
  }
  findings.add(std::move(visits.txt.findings).take());
  report.other_steps = std::move(visits.txt.steps).take();
  report.route = route_of(outcomes);
  report.findings = std::move(findings).take();
  settle(report.findings, report.route);
  report.verdict = verdict_of(report.route, report.findings);
  report.name = std::move(name);
  return report;
}

Finding gateway_not_running(const std::string& host) {
  return {FindingId::gateway_not_running,
          Severity::error,
          std::nullopt,
          "every connection to " + host +
              " itself is refused: no gateway runs there, or it listens at another port",
          {},
          "mapigate serve --config FILE   # in another terminal, then check again"};
}

}  // namespace

// What the workers of one run share.
struct Checker::Run {
  Context context;
  Semaphore connections;
  std::vector<Name> names;
  OnName on_name;
  OnProgress on_progress;
  std::size_t next = 0;  // the next name to be checked
  std::size_t done = 0;
  std::size_t handed_out = 0;
  std::map<std::size_t, NameReport> waiting = {};  // done, but not those before
  RunReport report = {};
  bool gateway_refused = false;
  bool gateway_connected = false;

  void finish(std::size_t index, NameReport name) {
    report.summary.count(name.verdict);
    gateway_refused = gateway_refused || name.gateway_refused;
    gateway_connected = gateway_connected || name.gateway_connected;
    waiting.emplace(index, std::move(name));
    while (!waiting.empty() && waiting.begin()->first == handed_out) {
      auto first = waiting.extract(waiting.begin());
      ++handed_out;
      if (on_name) on_name(std::move(first.mapped()));
    }
    ++done;
    if (on_progress) on_progress(done, names.size());
  }
};

Checker::Checker(Config config, Identity identity, Parts parts)
    : config_(std::move(config)), identity_(std::move(identity)), parts_(std::move(parts)) {}

asio::awaitable<NameReport> Checker::check(Run& run, Name name) {
  Visits visits;
  std::vector<asio::awaitable<void>> tasks;
  for (const Method method : all_methods) {
    tasks.push_back(visit(run.context, run.connections, method, name.name, visits));
  }
  tasks.push_back(visit_txt_into(run.context, name.name, visits.txt));
  const auto start = parts_.clock.steady_now();
  co_await run_all(std::move(tasks));
  const std::uint32_t elapsed = microseconds(start, parts_.clock.steady_now());
  NameReport report = report_of(config_, std::move(name), std::move(visits));
  report.elapsed = elapsed;
  co_return report;
}

asio::awaitable<void> Checker::work(Run& run) {
  while (run.next < run.names.size()) {
    const std::size_t index = run.next++;
    NameReport report = co_await check(run, run.names[index]);
    run.finish(index, std::move(report));
  }
}

asio::awaitable<RunReport> Checker::run(std::vector<Name> names, OnName on_name, OnProgress on_progress) {
  // All names of a run are judged by the same answers, also when it takes long.
  dns::CachingResolver resolver(parts_.executor, parts_.resolver, parts_.clock,
                                {.fresh_for = std::chrono::hours(1), .max_entries = 16'384});
  Run run{Context{parts_.executor, config_, identity_, resolver, parts_.prober, parts_.nonces, parts_.clock},
          Semaphore(parts_.executor, config_.concurrency), std::move(names), std::move(on_name),
          std::move(on_progress)};
  run.report.started = parts_.clock.system_now();
  run.report.gateway_host = identity_.gateway_host;
  const auto start = parts_.clock.steady_now();

  Addresses own = co_await look_up_addresses(run.context, Method::https_root, identity_.gateway_host);
  run.context.gateway_addresses = std::move(own.addresses);
  std::vector<asio::awaitable<void>> workers;
  for (std::size_t i = 0; i < std::min(config_.concurrency, run.names.size()); ++i)
    workers.push_back(work(run));
  co_await run_all(std::move(workers));
  parts_.prober.rest();

  run.report.elapsed = std::chrono::microseconds(microseconds(start, parts_.clock.steady_now()));
  if (run.gateway_refused && !run.gateway_connected && run.report.summary.fail == run.names.size()) {
    run.report.findings.push_back(gateway_not_running(identity_.gateway_host));
  }
  co_return std::move(run.report);
}

}  // namespace mapigate::selfcheck
