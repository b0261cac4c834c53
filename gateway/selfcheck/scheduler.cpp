#include "gateway/selfcheck/scheduler.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <set>
#include <sstream>

#include "gateway/base/encoding.hpp"
#include "gateway/base/host_name.hpp"
#include "gateway/selfcheck/messages.hpp"
#include "gateway/selfcheck/recheck_times.hpp"
#include "gateway/selfcheck/report_json.hpp"

namespace mapigate::selfcheck {

namespace asio = boost::asio;

namespace {

std::string causes(const NameResult& result) {
  std::string text;
  for (const FindingId id : result.findings)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", to_string(id));
  return text.empty() ? "no finding" : text;
}

void log_event(const Logger& log, const Gate::Event& event, const NameResult& result) {
  if (event.before != event.verdict) {
    const std::string_view before = event.before ? to_string(*event.before) : "new";
    if (event.verdict == Verdict::pass) {
      log(messages::verdict_good, event.name, before, to_string(event.verdict));
    } else {
      log(messages::verdict_bad, event.name, before, to_string(event.verdict), causes(result));
    }
  }
  if (event.change == GateChange::served) log(messages::served, event.name);
  if (event.change == GateChange::dropped) log(messages::dropped, event.name, event.failed_rounds);
}

}  // namespace

Scheduler::Scheduler(const Config& config, std::vector<Name> names, Parts parts)
    : config_(config), names_(std::move(names)), parts_(std::move(parts)), one_round_(parts_.executor, 1) {}

asio::awaitable<Report> Scheduler::start(Checker::OnProgress on_progress) {
  auto state = load_state(config_.state_file());
  if (state) {
    parts_.gate.restore(*state);
  } else {
    parts_.log(messages::state_unreadable, state.error().message);
  }
  Report report = co_await round(names_, std::move(on_progress));
  if (!parts_.gate.may_start()) {
    parts_.log(messages::nothing_served, parts_.gate.served_count(), names_.size());
  }
  co_return report;
}

asio::awaitable<Report> Scheduler::round(std::vector<Name> names, Checker::OnProgress on_progress) {
  const Semaphore::Place alone = co_await one_round_.enter();
  Report report;
  Results results;
  std::size_t with_steps = 0;
  const auto on_name = [&](NameReport name) {
    const bool good = name.verdict == Verdict::pass || name.verdict == Verdict::warn;
    if ((good && names.size() > max_names_with_steps) || with_steps == max_names_with_steps) {
      name.drop_steps();
    } else {
      ++with_steps;
    }
    results.emplace(name.name.name, result_of(name));
    report.names.push_back(std::move(name));
  };
  report.run = co_await parts_.checker.run(names, on_name, std::move(on_progress));
  finish(report, results);
  keep(report);
  co_return report;
}

void Scheduler::finish(Report& report, const Results& results) {
  Results before;
  for (auto& [name, saved] : parts_.gate.state()) {
    if (results.contains(name)) before.emplace(name, saved.result);
  }
  report.changes = changes(before, results);
  for (const Gate::Event& event : parts_.gate.apply(results, parts_.clock.system_now())) {
    parts_.metrics.count(event);
    log_event(parts_.log, event, results.at(event.name));
  }
  for (NameReport& name : report.names) name.served = parts_.gate.serves(name.name.name);
  parts_.metrics.round_done(report.run, parts_.gate);
  const Summary& summary = report.run.summary;
  parts_.log(messages::round_done, summary.total(), summary.pass, summary.warn, summary.fail, summary.unknown,
             std::chrono::duration<double>(report.run.elapsed).count());
  if (auto saved = save_state(config_.state_file(), parts_.gate.state()); !saved) {
    parts_.log(messages::state_unwritable, saved.error().message);
  }
}

void Scheduler::keep(const Report& report) {
  last_run_ = report.run;
  for (const NameReport& name : report.names) last_.insert_or_assign(name.name.name, name);
}

std::vector<Name> Scheduler::pick(const std::vector<std::string>& names) const {
  const std::set<std::string_view> wanted(names.begin(), names.end());
  std::vector<Name> picked;
  for (const Name& name : names_) {
    if (wanted.contains(name.name)) picked.push_back(name);
  }
  return picked;
}

asio::awaitable<void> Scheduler::run() {
  auto next_all = parts_.clock.steady_now() + RecheckTimes::all(config_.recheck_interval, parts_.random);
  int doubtful_rounds = 0;
  asio::steady_timer timer(parts_.executor);
  for (;;) {
    const auto soon = RecheckTimes::doubtful(config_.recheck_interval, doubtful_rounds, parts_.random);
    timer.expires_after(std::min(next_all - parts_.clock.steady_now(), soon));
    co_await timer.async_wait(asio::use_awaitable);
    const std::vector<std::string> doubtful = parts_.gate.doubtful();
    doubtful_rounds = doubtful.empty() ? 0 : doubtful_rounds + 1;
    if (parts_.clock.steady_now() >= next_all) {
      co_await round(names_, {});
      next_all = parts_.clock.steady_now() + RecheckTimes::all(config_.recheck_interval, parts_.random);
    } else if (!doubtful.empty()) {
      co_await round(pick(doubtful), {});
    }
  }
}

asio::awaitable<Result<std::string>> Scheduler::recheck(std::vector<std::string> names) {
  // The caller's thread may be another: only the answer goes back there.
  co_return co_await asio::co_spawn(parts_.executor, recheck_here(std::move(names)), asio::use_awaitable);
}

asio::awaitable<Result<std::string>> Scheduler::recheck_here(std::vector<std::string> names) {
  std::vector<Name> picked = names_;
  if (!names.empty()) {
    std::vector<std::string> canonical;
    for (const std::string& name : names) {
      const auto form = canonical_host_name(name);
      if (!form || pick({*form}).empty()) {
        co_return Error{fmt::format("{} is not a domain or an alias of this gateway", printable(name))};
      }
      canonical.push_back(*form);
    }
    picked = pick(canonical);
  }
  const Report report = co_await round(std::move(picked), {});
  std::ostringstream json;
  JsonWriter writer(json);
  for (const NameReport& name : report.names) writer.name(name);
  writer.end(report.run, report.changes);
  co_return std::move(json).str();
}

asio::awaitable<std::string> Scheduler::report() {
  co_return co_await asio::co_spawn(parts_.executor, report_here(), asio::use_awaitable);
}

asio::awaitable<std::string> Scheduler::report_here() {
  std::ostringstream json;
  JsonWriter writer(json);
  RunReport run = last_run_;
  run.summary = {};
  for (const Name& name : names_) {
    const auto found = last_.find(name.name);
    if (found == last_.end()) continue;
    NameReport& report = found->second;
    report.served = parts_.gate.serves(name.name);
    run.summary.count(report.verdict);
    writer.name(report);
  }
  writer.end(run, std::nullopt);
  co_return std::move(json).str();
}

asio::awaitable<void> Scheduler::set_names(std::vector<Name> names) {
  std::set<std::string_view> before;
  for (const Name& name : names_) before.insert(name.name);
  std::vector<Name> added;
  std::vector<std::string> all;
  for (const Name& name : names) {
    if (!before.contains(name.name)) added.push_back(name);
    all.push_back(name.name);
  }
  names_ = std::move(names);
  parts_.gate.set_names(all);
  const std::set<std::string_view> configured(all.begin(), all.end());
  std::erase_if(last_, [&](const auto& entry) { return !configured.contains(entry.first); });
  if (!added.empty()) co_await round(std::move(added), {});
}

}  // namespace mapigate::selfcheck
