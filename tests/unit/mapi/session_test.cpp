#include "gateway/mapi/session.hpp"

#include <gmock/gmock.h>
#include <prometheus/gauge.h>

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <thread>

#include "tests/unit/mapi/rig.hpp"

namespace mapigate::mapi {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;

directory::UserPtr make_user(const std::string& name) {
  auto user = std::make_shared<directory::User>();
  user->address = name + "@example.org";
  user->mailbox_guid = "00000000-0000-0000-0000-" + name;
  return user;
}

struct CountedState final : SessionState {
  explicit CountedState(std::atomic<int>& count) : alive(count) { ++alive; }
  ~CountedState() override { --alive; }
  std::atomic<int>& alive;
};

class Sessions : public ::testing::Test {
 protected:
  Opened open(const directory::UserPtr& user, std::string_view replaced = {}) {
    return table.open(user, std::make_unique<CountedState>(states), replaced);
  }
  Cookies opened_by(const directory::UserPtr& user) { return open(user).cookies; }

  std::atomic<int> states = 0;
  MapiConfig config;
  FakeClock clock;
  SystemRandom random;
  prometheus::Gauge active;
  SessionTable table{config, clock, random, active};
  directory::UserPtr alice = make_user("alice");
  directory::UserPtr bob = make_user("bob");
};

TEST_F(Sessions, CookiesAreLongAndDifferent) {
  const Cookies first = opened_by(alice);
  const Cookies second = opened_by(alice);
  EXPECT_EQ(first.context.size(), 32u);
  EXPECT_NE(first.context, second.context);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(active.Value(), 2);
}

TEST_F(Sessions, SequencedRequestsFollowEachOther) {
  Cookies cookies = opened_by(alice);
  for (int i = 0; i < 3; ++i) {
    const Admission admission = table.admit(cookies, *alice, Access::sequenced);
    ASSERT_EQ(admission.code, ResponseCode::success);
    ASSERT_TRUE(admission.lease);
    EXPECT_EQ(admission.cookies->context, cookies.context);
    EXPECT_NE(admission.cookies->sequence, cookies.sequence);
    cookies = *admission.cookies;
  }
}

TEST_F(Sessions, RepeatedOrStaleSequenceIsRefusedAndTheSessionGoesOn) {
  const Cookies first = opened_by(alice);
  const Cookies second = *table.admit(first, *alice, Access::sequenced).cookies;
  for (const Cookies& wrong : {first, Cookies{first.context, "77"}, Cookies{first.context, "x"}}) {
    const Admission admission = table.admit(wrong, *alice, Access::sequenced);
    EXPECT_EQ(admission.code, ResponseCode::invalid_sequence);
    EXPECT_FALSE(admission.lease);
    EXPECT_EQ(admission.cookies->sequence, second.sequence);
  }
  EXPECT_EQ(table.admit(second, *alice, Access::sequenced).code, ResponseCode::success);
}

TEST_F(Sessions, OneSequencedRequestAtATime) {
  const Cookies first = opened_by(alice);
  Admission running = table.admit(first, *alice, Access::sequenced);
  const Admission beside = table.admit(*running.cookies, *alice, Access::sequenced);
  EXPECT_EQ(beside.code, ResponseCode::invalid_sequence);
  EXPECT_EQ(beside.cookies->sequence, running.cookies->sequence);
  const Admission parallel = table.admit({first.context, ""}, *alice, Access::parallel);
  EXPECT_EQ(parallel.code, ResponseCode::success);
  EXPECT_EQ(parallel.cookies->sequence, running.cookies->sequence);
  const Cookies next = *running.cookies;
  running.lease = {};
  EXPECT_EQ(table.admit(next, *alice, Access::sequenced).code, ResponseCode::success);
}

TEST_F(Sessions, WrongCookies) {
  const Cookies cookies = opened_by(alice);
  const auto code = [&](const Cookies& given) { return table.admit(given, *alice, Access::sequenced).code; };
  EXPECT_EQ(code({"", cookies.sequence}), ResponseCode::missing_cookie);
  EXPECT_EQ(code({cookies.context, ""}), ResponseCode::missing_cookie);
  EXPECT_EQ(code({"short", cookies.sequence}), ResponseCode::invalid_context_cookie);
  EXPECT_EQ(code({std::string(32, 'g'), cookies.sequence}), ResponseCode::invalid_context_cookie);
  EXPECT_EQ(code({std::string(32, '0'), cookies.sequence}), ResponseCode::context_not_found);
  EXPECT_EQ(code(cookies), ResponseCode::success);
}

TEST_F(Sessions, AnotherUsersCookieGivesNothingAway) {
  const Cookies cookies = opened_by(alice);
  for (const Access access : {Access::sequenced, Access::parallel}) {
    const Admission admission = table.admit(cookies, *bob, access);
    EXPECT_EQ(admission.code, ResponseCode::no_privilege);
    EXPECT_FALSE(admission.lease);
    EXPECT_FALSE(admission.cookies);
  }
  EXPECT_EQ(table.admit(cookies, *alice, Access::sequenced).code, ResponseCode::success);
}

TEST_F(Sessions, ExpireWithoutRequests) {
  config.session_expiry = 15min;
  Cookies cookies = opened_by(alice);
  clock.advance(15min - 1ms);
  cookies = *table.admit(cookies, *alice, Access::sequenced).cookies;
  clock.advance(15min - 1ms);
  EXPECT_EQ(table.admit(cookies, *alice, Access::parallel).code, ResponseCode::success)
      << "a PING keeps it alive";
  clock.advance(15min);
  EXPECT_EQ(states, 1);
  EXPECT_EQ(table.admit(cookies, *alice, Access::sequenced).code, ResponseCode::context_not_found);
  EXPECT_EQ(states, 0);
  EXPECT_EQ(active.Value(), 0);
}

TEST_F(Sessions, DoNotExpireWhileARequestRuns) {
  const Cookies cookies = opened_by(alice);
  Admission running = table.admit(cookies, *alice, Access::parallel);
  clock.advance(24h);
  EXPECT_EQ(table.sweep(), 0u);
  running.lease = {};
  clock.advance(config.session_expiry - 1ms);
  EXPECT_EQ(table.sweep(), 0u);
  clock.advance(1ms);
  EXPECT_EQ(table.sweep(), 1u);
  EXPECT_EQ(states, 0);
}

TEST_F(Sessions, SweepTakesOnlyTheExpired) {
  config.session_expiry = 10min;
  opened_by(alice);
  clock.advance(6min);
  const Cookies later = opened_by(bob);
  clock.advance(6min);
  EXPECT_EQ(table.sweep(), 1u);
  EXPECT_EQ(table.admit(later, *bob, Access::sequenced).code, ResponseCode::success);
}

TEST_F(Sessions, CloseEndsTheSessionButNotTheLease) {
  const Cookies cookies = opened_by(alice);
  Admission running = table.admit(cookies, *alice, Access::sequenced);
  table.close(running.lease.session());
  table.close(running.lease.session());
  EXPECT_EQ(table.size(), 0u);
  EXPECT_EQ(states, 1) << "the running request still has its objects";
  EXPECT_EQ(table.admit(cookies, *alice, Access::parallel).code, ResponseCode::context_not_found);
  running.lease = {};
  EXPECT_EQ(states, 0);
}

TEST_F(Sessions, ConnectReplacesThePreviousSession) {
  const Cookies old = opened_by(alice);
  const Cookies renewed = open(alice, old.context).cookies;
  EXPECT_EQ(table.size(), 1u);
  EXPECT_EQ(states, 1);
  EXPECT_EQ(table.admit(old, *alice, Access::sequenced).code, ResponseCode::context_not_found);
  EXPECT_EQ(table.admit(renewed, *alice, Access::sequenced).code, ResponseCode::success);
}

TEST_F(Sessions, ConnectDoesNotTouchAnotherUsersSession) {
  const Cookies of_bob = opened_by(bob);
  EXPECT_FALSE(open(alice, of_bob.context).refusal);
  EXPECT_EQ(table.admit(of_bob, *bob, Access::sequenced).code, ResponseCode::success);
}

TEST_F(Sessions, AtTheUsersLimitTheLongestIdleEnds) {
  config.sessions_per_user = 2;
  const Cookies first = opened_by(alice);
  clock.advance(1s);
  const Cookies second = opened_by(alice);
  clock.advance(1s);
  table.admit(first, *alice, Access::parallel);  // now the second is idle for longer
  EXPECT_FALSE(open(alice).refusal);
  EXPECT_EQ(table.size(), 2u);
  EXPECT_EQ(table.admit(second, *alice, Access::parallel).code, ResponseCode::context_not_found);
  EXPECT_EQ(table.admit(first, *alice, Access::parallel).code, ResponseCode::success);
  EXPECT_FALSE(open(bob).refusal) << "the limit is each user's own";
}

TEST_F(Sessions, AtTheUsersLimitWithAllBusyTheNewOneIsRefused) {
  config.sessions_per_user = 1;
  const Opened busy = open(alice);
  EXPECT_EQ(open(alice).refusal, OpenRefusal::user_full);
  EXPECT_EQ(states, 1);
}

TEST_F(Sessions, AtTheTablesLimitNewOnesAreRefused) {
  config.max_sessions = 2;
  opened_by(alice);
  opened_by(bob);
  EXPECT_EQ(open(bob).refusal, OpenRefusal::table_full);
  clock.advance(config.session_expiry);
  EXPECT_FALSE(open(bob).refusal) << "expired ones make room";
}

TEST_F(Sessions, DrainRefusesNewSessionsAndLetsOldOnesGoOn) {
  const Cookies cookies = opened_by(alice);
  table.drain();
  EXPECT_EQ(open(alice).refusal, OpenRefusal::draining);
  EXPECT_EQ(table.admit(cookies, *alice, Access::sequenced).code, ResponseCode::success);
}

// Requests, waits, events, ends and sweeps of the same sessions on several threads at once. For the thread
// sanitizer; and nothing may be lost in the end.
TEST_F(Sessions, ManyThreads) {
  constexpr int threads = 4;
  constexpr int rounds = 300;
  config.sessions_per_user = 8;
  std::vector<Cookies> shared;
  for (int i = 0; i < 4; ++i) shared.push_back(opened_by(alice));
  std::atomic<int> executed = 0;
  std::atomic<int> woken = 0;
  std::vector<std::thread> workers;
  for (int worker = 0; worker < threads; ++worker) {
    workers.emplace_back([&, worker] {
      boost::asio::io_context io{1};
      std::vector<Cookies> own = shared;
      const auto wait_for_event = [&](Lease lease) -> boost::asio::awaitable<void> {
        const Wake wake = co_await lease.session().notifications().wait(1ms);
        woken += wake == Wake::timeout ? 0 : 1;
      };
      for (int round = 0; round < rounds; ++round) {
        Cookies& cookies = own[static_cast<std::size_t>(round + worker) % own.size()];
        switch ((round * 7 + worker) % 8) {
          case 0: {
            Admission waiting = table.admit(cookies, *alice, Access::parallel);
            if (waiting.lease) {
              boost::asio::co_spawn(io, wait_for_event(std::move(waiting.lease)), boost::asio::detached);
            }
            break;
          }
          case 1: {
            const Admission admission = table.admit(cookies, *alice, Access::parallel);
            if (admission.lease) admission.lease.session().notifications().raise();
            break;
          }
          case 2: {
            const Admission admission = table.admit(cookies, *alice, Access::parallel);
            if (admission.lease) admission.lease.session().notifications().clear();
            break;
          }
          case 3: {
            const Opened opened = open(worker % 2 == 0 ? alice : bob, round % 3 == 0 ? cookies.context : "");
            if (!opened.refusal && worker % 2 == 0) cookies = opened.cookies;
            break;
          }
          case 4: {
            const Admission admission = table.admit(cookies, *alice, Access::parallel);
            if (admission.lease && round % 32 == 0) table.close(admission.lease.session());
            break;
          }
          case 5:
            clock.advance(1s);
            table.sweep();
            break;
          default: {
            const Admission admission = table.admit(cookies, *alice, Access::sequenced);
            executed += admission.code == ResponseCode::success ? 1 : 0;
            if (admission.cookies) cookies = *admission.cookies;
          }
        }
        io.restart();
        io.poll();
      }
      io.restart();
      io.run();
    });
  }
  for (std::thread& worker : workers) worker.join();
  EXPECT_GT(executed, 0);
  EXPECT_GT(woken, 0);
  EXPECT_EQ(table.size(), static_cast<std::size_t>(states))
      << "no session without its state, nor the reverse";
  clock.advance(config.session_expiry);
  table.sweep();
  EXPECT_EQ(table.size(), 0u);
  EXPECT_EQ(states, 0);
}

}  // namespace
}  // namespace mapigate::mapi
