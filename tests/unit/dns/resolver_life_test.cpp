// Queries that are cancelled, and resolvers and event loops that go away under them.
#include <gmock/gmock.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "gateway/selfcheck/dns/caching_resolver.hpp"
#include "tests/fakes/lying_dns.hpp"
#include "tests/unit/dns/resolver_test_support.hpp"

namespace mapigate::dns {
namespace {

namespace asio = boost::asio;
using fakes::DnsQuestion;
using fakes::DnsReply;
using fakes::LyingDns;
using Replies = std::vector<DnsReply>;
using std::chrono::milliseconds;
using std::chrono::seconds;

LyingDns::Script silence() {
  return [](const DnsQuestion&) { return Replies{}; };
}

// Over UDP truncated, over TCP silent: the query hangs with two sockets open.
LyingDns::Script silence_over_tcp() {
  return [](const DnsQuestion& question) {
    return question.tcp ? Replies{} : Replies{question.reply().truncated()};
  };
}

class ResolverLife : public ResolverTest {
 protected:
  // Cancels the query as soon as the server has seen `packets` packets.
  std::optional<DnsAnswer> cancel_after(const LyingDns& server, std::size_t packets) {
    const auto resolver = make(asking({server.address()}));
    std::optional<DnsAnswer> answer;
    asio::cancellation_signal cancel;
    asio::co_spawn(io, resolver->query("www.example.test", RecordType::a),
                   asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr error, DnsAnswer got) {
                     EXPECT_FALSE(error);
                     answer = std::move(got);
                   }));
    while (server.seen().size() < packets) io.run_one_for(milliseconds(10));
    EXPECT_FALSE(answer);
    cancel.emit(asio::cancellation_type::terminal);
    const auto started = clock.steady_now();
    run();
    EXPECT_LT(clock.steady_now() - started, seconds(10));  // not the time limit of twenty
    return answer;
  }
};

TEST_F(ResolverLife, CancelledWhileItWaitsForAnAnswer) {
  const auto answer = cancel_after(LyingDns(silence()), 1);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, DnsStatus::cancelled);
}

TEST_F(ResolverLife, CancelledWhileItWaitsOverTcp) {
  const auto answer = cancel_after(LyingDns(silence_over_tcp()), 2);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, DnsStatus::cancelled);
}

TEST_F(ResolverLife, CancelledInLine) {
  const LyingDns server(silence());
  ResolverConfig config = asking({server.address()});
  config.in_flight = 1;
  const auto resolver = make(config);
  std::optional<DnsAnswer> first, second, third;
  asio::cancellation_signal cancel_first, cancel_second;
  const auto start_cancellable = [&](std::optional<DnsAnswer>& answer, asio::cancellation_signal& cancel) {
    asio::co_spawn(io, resolver->query("www.example.test", RecordType::a),
                   asio::bind_cancellation_slot(
                       cancel.slot(), [&](std::exception_ptr, DnsAnswer got) { answer = std::move(got); }));
  };
  start_cancellable(first, cancel_first);
  start_cancellable(second, cancel_second);
  start(*resolver, "third.example.test", RecordType::a, third);
  while (server.seen().empty()) io.run_one_for(milliseconds(10));
  // The second leaves the line; the first hands its place to the third.
  cancel_second.emit(asio::cancellation_type::terminal);
  while (!second) io.run_one();
  EXPECT_EQ(second->status, DnsStatus::cancelled);
  EXPECT_FALSE(first);
  cancel_first.emit(asio::cancellation_type::terminal);
  while (server.seen().size() < 2) io.run_one_for(milliseconds(10));
  EXPECT_EQ(first->status, DnsStatus::cancelled);
  EXPECT_EQ(server.seen()[1].name, "third.example.test");
  EXPECT_FALSE(third);
}

// The place is handed over and its new owner cancelled before it can take it.
TEST_F(ResolverLife, TurnThatIsGivenAndNotTakenGoesOn) {
  const LyingDns server(silence());
  ResolverConfig config = asking({server.address()});
  config.in_flight = 1;
  const auto resolver = make(config);
  std::optional<DnsAnswer> first, second, third;
  asio::cancellation_signal cancel_first, cancel_second;
  const auto start_cancellable = [&](std::optional<DnsAnswer>& answer, asio::cancellation_signal& cancel,
                                     std::function<void()> then) {
    asio::co_spawn(io, resolver->query("www.example.test", RecordType::a),
                   asio::bind_cancellation_slot(cancel.slot(), [&, then](std::exception_ptr, DnsAnswer got) {
                     answer = std::move(got);
                     then();
                   }));
  };
  // When the first has ended its place belongs to the second, whose coroutine has not run yet.
  start_cancellable(first, cancel_first, [&] { cancel_second.emit(asio::cancellation_type::terminal); });
  start_cancellable(second, cancel_second, [] {});
  start(*resolver, "third.example.test", RecordType::a, third);
  while (server.seen().empty()) io.run_one_for(milliseconds(10));
  cancel_first.emit(asio::cancellation_type::terminal);
  while (server.seen().size() < 2) io.run_one_for(milliseconds(10));
  ASSERT_TRUE(first && second);
  EXPECT_EQ(second->status, DnsStatus::cancelled);
  EXPECT_EQ(server.seen()[1].name, "third.example.test");
}

TEST_F(ResolverLife, DestroyedWithQueriesOutstanding) {
  const LyingDns udp(silence());
  const LyingDns tcp(silence_over_tcp());
  for (const LyingDns* server : {&udp, &tcp}) {
    ResolverConfig config = asking({server->address()});
    config.in_flight = 3;
    config.queries_per_second = 1;  // the first goes out, the others wait for their time or their turn
    auto resolver = make(config);
    std::vector<std::optional<DnsAnswer>> answers(10);
    for (auto& answer : answers) start(*resolver, "www.example.test", RecordType::a, answer);
    while (server->seen().empty()) io.run_one_for(milliseconds(10));
    for (int i = 0; i < 5; ++i) io.run_one_for(milliseconds(2));
    resolver.reset();
    const auto started = clock.steady_now();
    run();
    EXPECT_LT(clock.steady_now() - started, seconds(10));
    for (const auto& answer : answers) {
      ASSERT_TRUE(answer);
      EXPECT_EQ(answer->status, DnsStatus::cancelled);
    }
  }
}

TEST_F(ResolverLife, DestroyedBeforeTheQueryBegins) {
  const LyingDns server(silence());
  auto resolver = make(asking({server.address()}));
  std::optional<DnsAnswer> answer;
  start(*resolver, "www.example.test", RecordType::a, answer);
  resolver.reset();
  run();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, DnsStatus::cancelled);
  EXPECT_TRUE(server.seen().empty());
}

TEST_F(ResolverLife, EventLoopDestroyedUnderQueries) {
  const LyingDns udp(silence());
  const LyingDns tcp(silence_over_tcp());
  for (const LyingDns* server : {&udp, &tcp}) {
    for (const bool resolver_goes_first : {true, false}) {
      auto loop = std::make_unique<asio::io_context>();
      ResolverConfig config = asking({server->address()});
      config.in_flight = 2;
      std::shared_ptr<Resolver> direct =
          std::make_shared<CaresResolver>(loop->get_executor(), config, clock, random);
      auto cached = std::make_unique<CachingResolver>(loop->get_executor(), direct, clock);
      const auto before = server->seen().size();
      for (int i = 0; i < 6; ++i) {
        asio::co_spawn(*loop, direct->query("a.example.test", RecordType::a), [](auto&&...) { FAIL(); });
        asio::co_spawn(*loop, cached->query("b.example.test", RecordType::a), [](auto&&...) { FAIL(); });
      }
      while (server->seen().size() < before + 2) loop->run_one_for(milliseconds(10));
      if (resolver_goes_first) {
        cached.reset();
        direct.reset();
      }
      loop.reset();
    }
  }
}

// Answers and time limits that fall together: whichever comes first, each query ends once and nothing is
// touched after its end.
TEST_F(ResolverLife, AnswersAtTheTimeLimit) {
  const LyingDns server([](const DnsQuestion& question) {
    Replies replies;
    for (int after = 10; after < 30; after += 4) {
      DnsReply reply = question.reply().a(question.name, "192.0.2.1");
      reply.after = milliseconds(after);
      replies.push_back(reply);
    }
    if (!question.tcp && question.id % 2) replies.insert(replies.begin(), question.reply().truncated());
    return replies;
  });
  ResolverConfig config = asking({server.address()}, milliseconds(12));
  config.tries = 3;
  const auto resolver = make(config);
  for (int round = 0; round < 5; ++round) {
    std::vector<std::optional<DnsAnswer>> answers(50);
    for (auto& answer : answers) start(*resolver, "www.example.test", RecordType::a, answer);
    run();
    for (const auto& answer : answers) {
      ASSERT_TRUE(answer);
      EXPECT_THAT(answer->status,
                  ::testing::AnyOf(DnsStatus::ok, DnsStatus::timeout, DnsStatus::unreachable));
    }
  }
}

}  // namespace
}  // namespace mapigate::dns
