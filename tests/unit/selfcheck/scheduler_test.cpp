#include "gateway/selfcheck/scheduler.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_future.hpp>
#include <thread>

#include "gateway/selfcheck/recheck_times.hpp"
#include "gateway/selfcheck/report_json.hpp"
#include "tests/fakes/process.hpp"
#include "tests/unit/selfcheck/world.hpp"

namespace mapigate::selfcheck {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class Schedule : public testing::Test {
 protected:
  // One gateway process; what it saves stays in `folder`.
  struct Process {
    Process(Schedule& test, std::vector<std::string> names)
        : world(test.world),
          checker(world.checker()),
          gate({world.config.require, world.config.drop_after, world.config.unknown_grace}, names),
          metrics(registry),
          log(LogLevel::debug,
              [&test](const LogRecord& record) {
                test.logged += std::string(record.id) + " " + std::string(record.text) + "\n";
              }),
          scheduler(world.config, as_names(names),
                    {world.io.get_executor(), checker, gate, metrics, world.clock, world.random, log}) {}

    static std::vector<Name> as_names(const std::vector<std::string>& names) {
      std::vector<Name> out;
      for (const std::string& name : names) out.push_back({name, ""});
      return out;
    }
    template <class T>
    T await(asio::awaitable<T> task) {
      auto future = asio::co_spawn(world.io, std::move(task), asio::use_future);
      world.io.run();
      world.io.restart();
      return future.get();
    }
    Report start() { return await(scheduler.start({})); }
    // The verdict of each name.
    std::map<std::string, Verdict> recheck(std::vector<std::string> names = {}) {
      const auto json = await(scheduler.recheck(std::move(names)));
      std::map<std::string, Verdict> out;
      if (!json) return out;
      last = *read_report(*json);
      for (const NameReport& name : last.names) out.emplace(name.name.name, name.verdict);
      return out;
    }
    double metric(const std::string& line) {
      const std::string text = prometheus::TextSerializer().Serialize(registry.Collect());
      const std::size_t at = text.find("\n" + line + " ");
      return at == text.npos ? -1 : std::stod(text.substr(at + line.size() + 2));
    }

    World& world;
    prometheus::Registry registry;
    Checker checker;
    Gate gate;
    Metrics metrics;
    Logger log;
    Scheduler scheduler;
    Report last;
  };

  Schedule() { world.config.state_dir = folder.path(); }

  void break_name(const std::string& name) { world.resolver->cname("autodiscover." + name, "gone.test"); }
  void resolver_down(const std::string& name) {
    for (const std::string& host : {name, "autodiscover." + name, "_autodiscover._tcp." + name}) {
      world.resolver->fail(host, dns::DnsStatus::timeout);
    }
  }
  std::string take_log() { return std::exchange(logged, {}); }

  fakes::TempDir folder;
  World world;
  std::string logged;
};

TEST_F(Schedule, StartsWithACheckOfAllNames) {
  world.usual("a.test");
  world.usual_srv("b.test");
  Process gateway(*this, {"a.test", "b.test", "c.test"});
  const Report report = gateway.start();
  EXPECT_EQ(report.run.summary, (Summary{1, 1, 1, 0}));
  EXPECT_EQ(report.names[0].served, true);
  EXPECT_EQ(report.names[2].served, false);
  EXPECT_TRUE(gateway.gate.may_start());
  EXPECT_TRUE(gateway.gate.serves("b.test"));
  const std::string log = take_log();
  EXPECT_THAT(log, HasSubstr("SELFCHECK_VERDICT a.test: new -> pass"));
  EXPECT_THAT(log, HasSubstr("SELFCHECK_VERDICT_BAD b.test: new -> warn: SRV_PROMPT"));
  EXPECT_THAT(log, HasSubstr("SELFCHECK_VERDICT_BAD c.test: new -> fail: DOMAIN_MISSING"));
  EXPECT_THAT(log, HasSubstr("SELFCHECK_SERVED b.test is served"));
  EXPECT_THAT(log, HasSubstr("SELFCHECK_DONE self-check of 3 names: 1 pass, 1 warn, 1 fail, 0 unknown"));
  EXPECT_THAT(log, Not(HasSubstr("SELFCHECK_NOTHING_SERVED")));
  EXPECT_EQ(gateway.metric("mapigate_selfcheck_names{verdict=\"pass\"}"), 1);
  EXPECT_EQ(gateway.metric("mapigate_selfcheck_names{verdict=\"fail\"}"), 1);
  EXPECT_EQ(gateway.metric("mapigate_selfcheck_served_names"), 2);
  EXPECT_EQ(gateway.metric("mapigate_selfcheck_changes_total{change=\"served\"}"), 2);
  EXPECT_EQ(gateway.metric("mapigate_selfcheck_changes_total{change=\"fail\"}"), 1);
  EXPECT_EQ(gateway.metric("mapigate_selfcheck_rounds_total"), 1);
}

TEST_F(Schedule, SaysWhenNothingCanBeServed) {
  Process gateway(*this, {"a.test"});
  gateway.start();
  EXPECT_FALSE(gateway.gate.may_start());
  EXPECT_THAT(take_log(), HasSubstr("SELFCHECK_NOTHING_SERVED 0 of 1 names are served"));
}

TEST_F(Schedule, ServesANewPassAtOnceAndDropsAfterSeveralFailedRounds) {
  world.usual("a.test");
  Process gateway(*this, {"a.test", "b.test"});
  gateway.start();
  world.usual("b.test");
  EXPECT_EQ(gateway.recheck({"b.test"}), (std::map<std::string, Verdict>{{"b.test", Verdict::pass}}));
  EXPECT_TRUE(gateway.gate.serves("b.test"));
  EXPECT_EQ(gateway.last.changes->front().before, Verdict::fail);
  EXPECT_EQ(gateway.last.names.front().served, true);

  break_name("a.test");
  take_log();
  gateway.recheck();
  EXPECT_THAT(take_log(), HasSubstr("a.test: pass -> fail: CNAME_DANGLING"));
  gateway.recheck();
  EXPECT_TRUE(gateway.gate.serves("a.test"));
  EXPECT_THAT(take_log(), Not(HasSubstr("a.test"))) << "each change is logged once";
  gateway.recheck();
  EXPECT_FALSE(gateway.gate.serves("a.test"));
  EXPECT_THAT(take_log(), HasSubstr("SELFCHECK_DROPPED a.test is no longer served, after 3 failed rounds"));
  EXPECT_EQ(gateway.metric("mapigate_selfcheck_changes_total{change=\"dropped\"}"), 1);
  EXPECT_TRUE(gateway.gate.serves("b.test"));
}

TEST_F(Schedule, KeepsWhatIsKnownOverARestart) {
  world.usual("a.test");
  Process(*this, {"a.test"}).start();
  resolver_down("a.test");
  {
    Process gateway(*this, {"a.test"});
    const Report report = gateway.start();
    EXPECT_EQ(report.names[0].verdict, Verdict::unknown);
    EXPECT_TRUE(gateway.gate.serves("a.test"));
    EXPECT_TRUE(gateway.gate.may_start());
  }
  world.clock.now += world.config.unknown_grace + 1s;
  Process late(*this, {"a.test"});
  late.start();
  EXPECT_FALSE(late.gate.serves("a.test"));
}

TEST_F(Schedule, StartsAnewWhereTheSavedStateIsBroken) {
  fakes::write_file(world.config.state_file(), "{");
  world.usual("a.test");
  Process gateway(*this, {"a.test"});
  gateway.start();
  EXPECT_TRUE(gateway.gate.serves("a.test"));
  EXPECT_THAT(take_log(), HasSubstr("SELFCHECK_STATE_UNREADABLE"));
  EXPECT_TRUE(load_state(world.config.state_file()));
}

TEST_F(Schedule, GoesOnWhereTheStateCannotBeSaved) {
  fakes::write_file(folder / "plain", "");
  world.config.state_dir = folder.path() / "plain" / "below";
  world.usual("a.test");
  Process gateway(*this, {"a.test"});
  gateway.start();
  EXPECT_TRUE(gateway.gate.serves("a.test"));
  EXPECT_THAT(take_log(), HasSubstr("SELFCHECK_STATE_UNWRITABLE"));
}

TEST_F(Schedule, RechecksOnlyWhatIsConfigured) {
  Process gateway(*this, {"a.test"});
  gateway.start();
  EXPECT_EQ(gateway.await(gateway.scheduler.recheck({"b.test"})).error().message,
            "b.test is not a domain or an alias of this gateway");
  EXPECT_TRUE(gateway.await(gateway.scheduler.recheck({"a b"})).has_error());
  EXPECT_TRUE(gateway.await(gateway.scheduler.recheck({"A.Test."})).has_value());
}

TEST_F(Schedule, TellsWhatIsKnownOfAllNames) {
  world.usual("a.test");
  Process gateway(*this, {"a.test", "b.test"});
  EXPECT_TRUE(read_report(gateway.await(gateway.scheduler.report()))->names.empty()) << "nothing yet";
  gateway.start();
  world.usual("b.test");
  gateway.recheck({"b.test"});
  const auto report = read_report(gateway.await(gateway.scheduler.report()));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->run.summary, (Summary{2, 0, 0, 0}));
  EXPECT_EQ(report->names[1].served, true);
}

TEST_F(Schedule, TakesOverNewNames) {
  for (const char* name : {"a.test", "b.test", "c.test"}) world.usual(name);
  Process gateway(*this, {"a.test", "b.test"});
  gateway.start();
  const std::size_t asked = world.prober.requests.size();
  const std::vector<Name> renewed{{"b.test", ""}, {"c.test", ""}};
  asio::co_spawn(world.io, gateway.scheduler.set_names(renewed), asio::detached);
  world.io.run();
  world.io.restart();
  EXPECT_FALSE(gateway.gate.serves("a.test"));
  EXPECT_TRUE(gateway.gate.serves("b.test"));
  EXPECT_TRUE(gateway.gate.serves("c.test"));
  EXPECT_EQ(world.prober.requests.size(), asked + 1) << "only the new name is checked";
  EXPECT_EQ(read_report(gateway.await(gateway.scheduler.report()))->names.size(), 2u);
}

TEST_F(Schedule, RechecksByItself) {
  world.config.recheck_interval = 10ms;
  Process gateway(*this, {"a.test"});
  gateway.start();
  world.usual("a.test");
  asio::co_spawn(world.io, gateway.scheduler.run(), asio::detached);
  // The rounds go on for as long as the loop runs; each wait of theirs takes 9 to 11 ms.
  while (!gateway.gate.serves("a.test")) {
    world.clock.now += 20ms;
    world.io.run_one();
  }
  break_name("a.test");
  while (gateway.gate.serves("a.test")) {
    world.clock.now += 20ms;
    world.io.run_one();
  }
  EXPECT_GE(gateway.metric("mapigate_selfcheck_rounds_total"), 5);
}

TEST_F(Schedule, IsAskedFromAnotherThread) {
  world.usual("a.test");
  Process gateway(*this, {"a.test"});
  gateway.start();
  asio::io_context other{1};
  auto answer = asio::co_spawn(other, gateway.scheduler.recheck({}), asio::use_future);
  auto guard = asio::make_work_guard(world.io);
  std::jthread main([&] { world.io.run(); });
  other.run();
  EXPECT_TRUE(answer.get().has_value());
  guard.reset();
}

TEST_F(Schedule, RunsOneRoundAtATime) {
  world.usual("a.test");
  Process gateway(*this, {"a.test"});
  gateway.start();
  std::vector<std::future<Result<std::string>>> answers;
  for (int i = 0; i < 5; ++i) {
    answers.push_back(asio::co_spawn(world.io, gateway.scheduler.recheck({}), asio::use_future));
  }
  world.prober.open_most = 0;
  world.io.run();
  for (auto& answer : answers) EXPECT_TRUE(answer.get().has_value());
  EXPECT_LE(world.prober.open_most, 2u) << "https and http of one name";
}

TEST_F(Schedule, KeepsStepsOfFewNamesOnly) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < Scheduler::max_names_with_steps + 50; ++i) {
    names.push_back("n" + std::to_string(i) + ".test");
    if (i == 0) world.usual(names.back());
  }
  Process gateway(*this, names);
  const Report report = gateway.start();
  const auto with_steps = std::ranges::count_if(
      report.names, [](const NameReport& name) { return !name.methods[1].steps.empty(); });
  EXPECT_EQ(with_steps, static_cast<std::ptrdiff_t>(Scheduler::max_names_with_steps));
  EXPECT_TRUE(report.names[0].methods[1].steps.empty()) << "it passes";
}

TEST(RecheckTimes, HaveJitterAndPatience) {
  SystemRandom random;
  for (int i = 0; i < 200; ++i) {
    const auto all = RecheckTimes::all(1h, random);
    EXPECT_GE(all, 54min);
    EXPECT_LE(all, 66min);
    const auto soon = RecheckTimes::doubtful(1h, 0, random);
    EXPECT_GE(soon, 4min + 30s);
    EXPECT_LE(soon, 5min + 30s);
    EXPECT_GE(RecheckTimes::doubtful(1h, 24, random), 54min);
    EXPECT_LE(RecheckTimes::doubtful(2min, 0, random), 66s);
    EXPECT_LE(RecheckTimes::doubtful(10s, 0, random), 11s);
    EXPECT_GE(RecheckTimes::doubtful(10s, 0, random), 9s);
  }
  EXPECT_NE(RecheckTimes::all(1h, random), RecheckTimes::all(1h, random));
}

}  // namespace
}  // namespace mapigate::selfcheck
