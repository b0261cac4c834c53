#include "gateway/selfcheck/checker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/selfcheck/concurrently.hpp"
#include "gateway/selfcheck/semaphore.hpp"
#include "tests/unit/selfcheck/world.hpp"

namespace mapigate::selfcheck {
namespace {

namespace asio = boost::asio;

std::vector<Name> many_names(int count) {
  std::vector<Name> names;
  for (int i = 0; i < count; ++i) names.push_back({"n" + std::to_string(i) + ".test", ""});
  return names;
}

TEST(Checker, HandsOutReportsInTheOrderOfTheNames) {
  World world;
  world.config.concurrency = 7;
  const auto names = many_names(50);
  for (std::size_t i = 0; i < names.size(); i += 3) world.usual(names[i].name);
  const auto checked = world.check_all(names);
  ASSERT_EQ(checked.names.size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(checked.names[i].name, names[i]);
    EXPECT_EQ(checked.names[i].verdict, i % 3 == 0 ? Verdict::pass : Verdict::fail);
  }
  EXPECT_EQ(checked.run.summary, (Summary{17, 0, 33, 0}));
  EXPECT_EQ(checked.run.gateway_host, "mail.gateway.test");
  EXPECT_EQ(checked.run.started, world.clock.now);
}

TEST(Checker, LooksUpWhatManyNamesShareOnce) {
  World world;
  const auto names = many_names(200);
  for (const Name& name : names) world.usual_srv(name.name);
  EXPECT_EQ(world.check_all(names).run.summary.warn, 200u);
  EXPECT_EQ((world.resolver->asked[{"mail.gateway.test", dns::RecordType::a}]), 1);
  EXPECT_EQ((world.resolver->asked[{"autodiscover.n0.test", dns::RecordType::a}]), 1) << "by two methods";
  world.check_all(names);
  EXPECT_EQ((world.resolver->asked[{"mail.gateway.test", dns::RecordType::a}]), 2) << "anew in each run";
}

TEST(Checker, KeepsToItsConcurrency) {
  World world;
  world.config.concurrency = 5;
  const auto names = many_names(40);
  for (const Name& name : names) {
    world.resolver->address(name.name, "192.0.2.1");
    world.usual(name.name);
    world.usual_srv(name.name);
  }
  EXPECT_EQ(world.check_all(names).run.summary.pass, 40u);
  EXPECT_EQ(world.prober.open_most, 5u);
  EXPECT_EQ(world.prober.open_now, 0u);
}

TEST(Checker, TellsHowFarItIs) {
  World world;
  Checker checker = world.checker();
  std::vector<std::size_t> progress;
  asio::co_spawn(world.io,
                 checker.run(many_names(20), {},
                             [&](std::size_t done, std::size_t total) {
                               EXPECT_EQ(total, 20u);
                               progress.push_back(done);
                             }),
                 [](std::exception_ptr failure, RunReport) { EXPECT_FALSE(failure); });
  world.io.run();
  ASSERT_EQ(progress.size(), 20u);
  for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(progress[i], i + 1);
}

TEST(Checker, OfNothingIsDoneAtOnce) {
  World world;
  const auto checked = world.check_all({});
  EXPECT_TRUE(checked.names.empty());
  EXPECT_EQ(checked.run.summary.exit_status(), 3);
}

TEST(Checker, SaysWhenNoGatewayRuns) {
  World world;
  world.prober.servers.clear();
  world.usual("a.test");
  world.usual_srv("b.test");
  const auto checked = world.check_all({{"a.test", ""}, {"b.test", ""}, {"c.test", ""}});
  ASSERT_EQ(checked.run.findings.size(), 1u);
  EXPECT_EQ(checked.run.findings[0].id, FindingId::gateway_not_running);
  EXPECT_EQ(checked.run.summary.fail, 3u);
}

TEST(Checker, DoesNotSayItWhereTheGatewayAnswersOrIsNotAsked) {
  World world;
  world.resolver->address("autodiscover.b.test", "192.0.2.9");  // refused, but nobody's gateway
  EXPECT_TRUE(world.check_all({{"b.test", ""}}).run.findings.empty());
  world.usual("a.test");
  EXPECT_TRUE(world.check_all({{"a.test", ""}, {"b.test", ""}}).run.findings.empty());
}

// A prober that never comes back.
class SilentProber final : public Prober {
 public:
  std::unique_ptr<ProbeConnection> open(asio::ip::tcp::endpoint, std::string) override {
    class Silent final : public ProbeConnection {
      asio::awaitable<boost::system::error_code> connect() override {
        asio::steady_timer timer(co_await asio::this_coro::executor, std::chrono::hours(1));
        co_await timer.async_wait(asio::use_awaitable);
        co_return boost::system::error_code();
      }
      asio::awaitable<http::TlsOutcome> handshake() override { co_return http::TlsOutcome(); }
      asio::awaitable<Answer> exchange(http::ClientRequest) override { co_return Answer(); }
    };
    return std::make_unique<Silent>();
  }
};

TEST(Checker, EndsWhenItIsCancelled) {
  World world;
  world.config.concurrency = 3;
  for (const Name& name : many_names(20)) world.usual(name.name);
  SilentProber prober;
  Checker checker(world.config, world.identity,
                  {world.io.get_executor(), world.resolver, prober, world.nonces, world.clock});
  asio::cancellation_signal cancel;
  bool cancelled = false;
  asio::co_spawn(world.io, checker.run(many_names(20), {}, {}),
                 asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr failure, RunReport) {
                   cancelled = failure != nullptr;
                 }));
  for (int i = 0; i < 1000; ++i) world.io.poll_one();
  cancel.emit(asio::cancellation_type::terminal);
  world.io.run();
  EXPECT_TRUE(cancelled);
}

asio::awaitable<void> note(std::vector<int>& order, int number, int turns) {
  for (int i = 0; i < turns; ++i)
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  order.push_back(number);
}

asio::awaitable<void> fail(std::vector<int>& order) {
  co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  order.push_back(0);
  throw std::runtime_error("no");
}

TEST(RunAll, RunsSideBySideAndWaitsForAll) {
  asio::io_context io{1};
  std::vector<int> order;
  bool thrown = false;
  const auto run = [&]() -> asio::awaitable<void> {
    co_await run_all({});
    std::vector<asio::awaitable<void>> tasks;
    tasks.push_back(note(order, 3, 30));
    tasks.push_back(fail(order));
    tasks.push_back(note(order, 1, 10));
    co_await run_all(std::move(tasks));
  };
  asio::co_spawn(io, run(), [&](std::exception_ptr failure) { thrown = failure != nullptr; });
  io.run();
  EXPECT_EQ(order, (std::vector{0, 1, 3})) << "the others end in good order when one throws";
  EXPECT_TRUE(thrown);
}

asio::awaitable<void> hold(Semaphore& semaphore, int& inside, int& most, std::vector<int>& order,
                           int number) {
  const Semaphore::Place place = co_await semaphore.enter();
  order.push_back(number);
  most = std::max(most, ++inside);
  for (int i = 0; i < 3; ++i) co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
  --inside;
}

TEST(Semaphore, LetsInAFewInOrder) {
  asio::io_context io{1};
  Semaphore semaphore(io.get_executor(), 2);
  int inside = 0, most = 0;
  std::vector<int> order;
  for (int i = 0; i < 10; ++i) {
    asio::co_spawn(io, hold(semaphore, inside, most, order, i),
                   [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
  }
  io.run();
  EXPECT_EQ(most, 2);
  EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
}

TEST(Semaphore, LosesNoPlaceToWhoIsCancelled) {
  asio::io_context io{1};
  Semaphore semaphore(io.get_executor(), 1);
  int inside = 0, most = 0;
  std::vector<int> order;
  const auto ignore = [](std::exception_ptr) {};
  asio::cancellation_signal cancel;
  asio::co_spawn(io, hold(semaphore, inside, most, order, 0), ignore);
  asio::co_spawn(io, hold(semaphore, inside, most, order, 1),
                 asio::bind_cancellation_slot(cancel.slot(), ignore));
  asio::co_spawn(io, hold(semaphore, inside, most, order, 2), ignore);
  asio::post(io, [&] { cancel.emit(asio::cancellation_type::terminal); });
  io.run();
  EXPECT_EQ(order, (std::vector{0, 2}));
}

}  // namespace
}  // namespace mapigate::selfcheck
