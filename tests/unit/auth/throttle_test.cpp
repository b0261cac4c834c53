#include "gateway/auth/throttle.hpp"

#include <gtest/gtest.h>

#include "tests/fakes/manual_clock.hpp"

namespace mapigate::auth {
namespace {

using namespace std::chrono_literals;
using Admission = Throttle::Admission;

constexpr Throttle::Attempt owner_at_home{1, 100};
constexpr Throttle::Attempt owner_elsewhere{1, 101};

class ThrottleTest : public testing::Test {
 public:
  static ThrottleConfig config() {
    ThrottleConfig limits;
    limits.account_failures = 3;
    limits.account_recovery = 60s;
    limits.address_failures = 5;
    limits.address_recovery = 10s;
    limits.known_failures = 2;
    limits.known_recovery = 30s;
    limits.known_life = 24h;
    return limits;
  }
  // Admission of an attempt with a wrong password.
  Admission fail(const Throttle::Attempt& attempt) {
    const Admission admission = throttle.admit(attempt);
    if (Throttle::admitted(admission)) emptied = throttle.failed(attempt, admission);
    return admission;
  }

  fakes::ManualClock clock;
  Throttle throttle{config(), clock};
  Throttle::Emptied emptied;
};

TEST_F(ThrottleTest, AnAccountHasSoManyFailures) {
  // From a client of its own each, as a botnet does it.
  for (std::uint64_t client = 0; client < 3; ++client) {
    EXPECT_EQ(fail({1, 200 + client}), Admission::open);
    EXPECT_EQ(emptied.account, client == 2) << "the third empties it";
    EXPECT_FALSE(emptied.client);
  }
  EXPECT_EQ(fail({1, 300}), Admission::account_empty);
  EXPECT_EQ(fail({2, 300}), Admission::open) << "another account";
}

TEST_F(ThrottleTest, AClientHasSoManyFailures) {
  for (std::uint64_t account = 0; account < 5; ++account) {
    EXPECT_EQ(fail({10 + account, 1}), Admission::open);
    EXPECT_EQ(emptied.client, account == 4);
    EXPECT_FALSE(emptied.account);
  }
  EXPECT_EQ(fail({99, 1}), Admission::client_empty);
  EXPECT_EQ(fail({99, 2}), Admission::open) << "another client";
}

TEST_F(ThrottleTest, BucketsRefill) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(fail(owner_elsewhere), Admission::open);
  EXPECT_EQ(fail(owner_elsewhere), Admission::account_empty);
  clock.advance(60s - 1ms);
  EXPECT_EQ(fail(owner_elsewhere), Admission::account_empty);
  clock.advance(1ms);
  EXPECT_EQ(fail(owner_elsewhere), Admission::open);
  EXPECT_EQ(fail(owner_elsewhere), Admission::account_empty) << "one token only";
  clock.advance(24h);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(fail(owner_elsewhere), Admission::open) << "never more than the bucket holds";
  EXPECT_EQ(fail(owner_elsewhere), Admission::account_empty);
}

TEST_F(ThrottleTest, OnlyFailuresCount) {
  for (std::uint64_t account = 0; account < 1000; ++account) {
    const Throttle::Attempt attempt{account, 1};
    EXPECT_EQ(throttle.admit(attempt), Admission::open) << "an office behind one address";
    throttle.succeeded(attempt);
  }
}

TEST_F(ThrottleTest, AnAttackFromElsewhereDoesNotLockTheOwnerOut) {
  throttle.succeeded(owner_at_home);
  for (std::uint64_t client = 500; client < 700; ++client) fail({1, client});
  EXPECT_EQ(throttle.admit(owner_elsewhere), Admission::account_empty);
  EXPECT_EQ(throttle.admit(owner_at_home), Admission::known);
}

TEST_F(ThrottleTest, AKnownPlaceHasAnAllowanceOfItsOwn) {
  throttle.succeeded(owner_at_home);
  EXPECT_EQ(fail(owner_at_home), Admission::known);
  EXPECT_EQ(fail(owner_at_home), Admission::known);
  // Then as anybody else.
  for (int i = 0; i < 3; ++i) EXPECT_EQ(fail(owner_at_home), Admission::open) << i;
  EXPECT_EQ(fail(owner_at_home), Admission::account_empty);
  clock.advance(30s);
  EXPECT_EQ(throttle.admit(owner_at_home), Admission::known) << "its own bucket refills";
}

TEST_F(ThrottleTest, AFailureAtAKnownPlaceTakesNothingFromOthers) {
  throttle.succeeded(owner_at_home);
  fail(owner_at_home);
  fail(owner_at_home);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(fail(owner_elsewhere), Admission::open) << "the account's bucket was full";
}

TEST_F(ThrottleTest, ASuccessDoesNotRefillTheAllowance) {
  // Else somebody behind the same address could guess on and on, as the owner logs in all day.
  throttle.succeeded(owner_at_home);
  fail(owner_at_home);
  fail(owner_at_home);
  throttle.succeeded(owner_at_home);
  EXPECT_EQ(throttle.admit(owner_at_home), Admission::open);
}

TEST_F(ThrottleTest, AKnownPlaceIsForgotten) {
  throttle.succeeded(owner_at_home);
  clock.advance(24h - 1ms);
  EXPECT_EQ(throttle.admit(owner_at_home), Admission::known);
  clock.advance(1ms);
  EXPECT_EQ(throttle.admit(owner_at_home), Admission::open);
}

TEST_F(ThrottleTest, AnOwnerAtAnAttackingAddressStillGetsIn) {
  throttle.succeeded(owner_at_home);
  for (std::uint64_t account = 1000; account < 1100; ++account) fail({account, owner_at_home.client});
  EXPECT_EQ(throttle.admit({77, owner_at_home.client}), Admission::client_empty);
  EXPECT_EQ(throttle.admit(owner_at_home), Admission::known);
}

TEST_F(ThrottleTest, SeveralFailuresByTheLastTokenLeaveNoDebt) {
  fail(owner_elsewhere);
  fail(owner_elsewhere);
  // Admitted side by side while one token is left, then all fail.
  for (int i = 0; i < 8; ++i) throttle.failed(owner_elsewhere, Admission::open);
  EXPECT_EQ(throttle.admit(owner_elsewhere), Admission::account_empty);
  clock.advance(60s);
  EXPECT_EQ(throttle.admit(owner_elsewhere), Admission::open);
}

TEST_F(ThrottleTest, IsBounded) {
  Throttle small(config(), clock, 10);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    small.failed({i, i}, Admission::open);
    small.succeeded({i, i});
  }
  EXPECT_EQ(small.size(), 30u);
  EXPECT_EQ(small.admit({999, 999}), Admission::known);
  EXPECT_EQ(small.admit({1, 1}), Admission::open);
  for (std::uint64_t i = 0; i < 1000; ++i) small.admit({5000 + i, 5000 + i});
  EXPECT_EQ(small.admit({999, 999}), Admission::known) << "asking pushes nothing out";
}

}  // namespace
}  // namespace mapigate::auth
