#include "gateway/selfcheck/dns/caching_resolver.hpp"

#include <gmock/gmock.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>

#include "tests/unit/dns/resolver_test_support.hpp"

namespace mapigate::dns {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

class FakeClock : public Clock {
 public:
  SystemTime system_now() const override { return {}; }
  SteadyTime steady_now() const override { return now; }
  SteadyTime now{};
};

// Answers when it is told to; until then its queries wait.
class Held : public Resolver {
 public:
  explicit Held(asio::io_context& io) : gate_(io, asio::steady_timer::time_point::max()) {}

  awaitable<DnsAnswer> query(std::string name, RecordType type) override {
    ++asked[name + " " + std::string(to_string(type))];
    boost::system::error_code ignored;
    if (!open) co_await gate_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    if (fail) throw std::runtime_error("broken resolver");
    DnsAnswer answer;
    answer.status = status;
    if (!open && state.cancelled() != asio::cancellation_type::none) {
      ++cancelled;
      answer.status = DnsStatus::cancelled;
    }
    answer.txt.push_back(name);
    co_return answer;
  }

  void release() {
    open = true;
    gate_.cancel();
  }

  bool open = false;
  bool fail = false;
  DnsStatus status = DnsStatus::ok;
  int cancelled = 0;
  std::map<std::string, int> asked;

 private:
  asio::steady_timer gate_;
};

class Caching : public ::testing::Test {
 protected:
  using Answer = std::optional<DnsAnswer>;

  void start(Answer& answer, const std::string& name = "a.test", RecordType type = RecordType::txt,
             asio::cancellation_slot slot = {}) {
    asio::co_spawn(
        io, cache->query(name, type),
        asio::bind_cancellation_slot(slot, [&answer](const std::exception_ptr& error, DnsAnswer got) {
          EXPECT_FALSE(error);
          answer = std::move(got);
        }));
  }

  DnsAnswer ask(const std::string& name = "a.test", RecordType type = RecordType::txt) {
    Answer answer;
    start(answer, name, type);
    io.restart();
    io.run();
    EXPECT_TRUE(answer);
    return answer.value_or(DnsAnswer{});
  }

  void poll() {
    io.restart();
    io.poll();
  }

  FakeClock clock;
  asio::io_context io;
  std::shared_ptr<Held> inner = std::make_shared<Held>(io);
  std::unique_ptr<CachingResolver> cache = std::make_unique<CachingResolver>(
      io.get_executor(), inner, clock, CachingOptions{std::chrono::seconds(60), 3});
};

TEST_F(Caching, AskedOnceForManyAtTheSameTime) {
  std::vector<Answer> answers(100);
  for (auto& answer : answers) start(answer);
  Answer other;
  start(other, "a.test", RecordType::a);
  poll();
  EXPECT_FALSE(answers[0]);
  inner->release();
  poll();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, DnsStatus::ok);
    EXPECT_EQ(answer->txt.at(0), "a.test");
  }
  EXPECT_EQ(inner->asked["a.test TXT"], 1);
  EXPECT_EQ(inner->asked["a.test A"], 1);
}

TEST_F(Caching, AnswerStandsForAWhile) {
  inner->release();
  ask();
  clock.now += std::chrono::milliseconds(59'999);
  ask();
  EXPECT_EQ(inner->asked["a.test TXT"], 1);
  clock.now += std::chrono::milliseconds(1);
  ask();
  EXPECT_EQ(inner->asked["a.test TXT"], 2);
}

TEST_F(Caching, CaseAndFinalDotMakeNoDifference) {
  inner->release();
  ask("a.test");
  ask("A.TEST.");
  EXPECT_EQ(inner->asked.size(), 1u);
}

TEST_F(Caching, FailuresStandToo) {
  inner->release();
  inner->status = DnsStatus::timeout;
  EXPECT_EQ(ask().status, DnsStatus::timeout);
  inner->status = DnsStatus::ok;
  EXPECT_EQ(ask().status, DnsStatus::timeout);
}

TEST_F(Caching, LeastRecentlyUsedGoesFirst) {
  inner->release();
  for (const char* name : {"a", "b", "c", "a", "d"}) ask(name);
  for (const char* name : {"a", "c", "d"}) ask(name);
  EXPECT_EQ(inner->asked["a TXT"], 1);
  EXPECT_EQ(inner->asked["c TXT"], 1);
  EXPECT_EQ(inner->asked["d TXT"], 1);
  ask("b");
  EXPECT_EQ(inner->asked["b TXT"], 2);
}

TEST_F(Caching, EntryThatIsPushedOutStillAnswersThoseThatWait) {
  std::vector<Answer> answers(5);
  for (std::size_t i = 0; i < answers.size(); ++i) start(answers[i], "n" + std::to_string(i));
  poll();
  inner->release();
  poll();
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ASSERT_TRUE(answers[i]);
    EXPECT_EQ(answers[i]->txt.at(0), "n" + std::to_string(i));
  }
}

TEST_F(Caching, FirstCallerCancelledLeavesTheQueryToTheOthers) {
  Answer first, second;
  asio::cancellation_signal cancel;
  start(first, "a.test", RecordType::txt, cancel.slot());
  start(second);
  poll();
  cancel.emit(asio::cancellation_type::terminal);
  poll();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->status, DnsStatus::cancelled);
  EXPECT_FALSE(second);
  EXPECT_EQ(inner->cancelled, 0);
  inner->release();
  poll();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, DnsStatus::ok);
  EXPECT_EQ(inner->asked["a.test TXT"], 1);
}

TEST_F(Caching, LastCallerCancelledEndsTheQuery) {
  Answer answer;
  asio::cancellation_signal cancel;
  start(answer, "a.test", RecordType::txt, cancel.slot());
  poll();
  cancel.emit(asio::cancellation_type::terminal);
  poll();
  EXPECT_EQ(answer->status, DnsStatus::cancelled);
  EXPECT_EQ(inner->cancelled, 1);
  inner->release();
  EXPECT_EQ(ask().status, DnsStatus::ok);
  EXPECT_EQ(inner->asked["a.test TXT"], 2);
}

TEST_F(Caching, DestroyedWithQueriesOutstanding) {
  std::vector<Answer> answers(3);
  for (auto& answer : answers) start(answer);
  poll();
  cache.reset();
  io.restart();
  io.run();
  for (const auto& answer : answers) {
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, DnsStatus::cancelled);
  }
  EXPECT_EQ(inner->cancelled, 1);
}

TEST_F(Caching, DestroyedBeforeTheQueryBegins) {
  Answer answer;
  start(answer);
  cache.reset();
  io.run();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, DnsStatus::cancelled);
}

TEST_F(Caching, ResolverThatThrowsDoesNotLeaveAnyoneWaiting) {
  inner->fail = true;
  inner->open = true;
  EXPECT_EQ(ask().status, DnsStatus::cancelled);
  inner->fail = false;
  EXPECT_EQ(ask().status, DnsStatus::ok);
}

}  // namespace
}  // namespace mapigate::dns
