#include "gateway/selfcheck/gate.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/unit/selfcheck/world.hpp"

namespace mapigate::selfcheck {
namespace {

using namespace std::chrono_literals;
using enum Verdict;

constexpr auto hour = std::chrono::hours(1);

// One name through rounds, an hour apart: p pass, w warn, f fail, u unknown. The text returned says after
// each round whether it is served: S or -.
std::string play(const std::string& rounds, GatePolicy policy, NameGate gate = {},
                 std::vector<GateChange>* changes = {}) {
  auto now = ManualClock().now;
  std::string out;
  for (const char round : rounds) {
    const Verdict verdict = round == 'p' ? pass : round == 'w' ? warn : round == 'f' ? fail : unknown;
    const GateChange change = advance(gate, verdict, now, policy);
    if (changes) changes->push_back(change);
    out += gate.served ? 'S' : '-';
    now += hour;
  }
  return out;
}

const GatePolicy usual{Require::any, 3, 5 * hour};

TEST(NameGate, ServesAPassAtOnceAndDropsAfterSeveralFailures) {
  EXPECT_EQ(play("p", usual), "S");
  EXPECT_EQ(play("w", usual), "S");
  EXPECT_EQ(play("f", usual), "-");
  EXPECT_EQ(play("u", usual), "-");
  EXPECT_EQ(play("fffp", usual), "---S");
  EXPECT_EQ(play("pfff", usual), "SSS-");
  EXPECT_EQ(play("wffwfff", usual), "SSSSSS-");
  EXPECT_EQ(play("pffffp", usual), "SSS--S");
  EXPECT_EQ(play("pf", {Require::any, 1, 5 * hour}), "S-");
}

TEST(NameGate, UnknownKeepsWhatWasForAWhile) {
  EXPECT_EQ(play("puuuuu", usual), "SSSSSS");    // five hours after the pass
  EXPECT_EQ(play("puuuuuu", usual), "SSSSSS-");  // six
  EXPECT_EQ(play("puuuuuup", usual), "SSSSSS-S");
  EXPECT_EQ(play("fuuup", usual), "----S");
  EXPECT_EQ(play("pfufuf", usual), "SSSSS-") << "rounds without knowledge are not counted";
  EXPECT_EQ(play("pffu", usual), "SSSS");
  EXPECT_EQ(play("pfffu", usual), "SSS--") << "once dropped for failing, it stays so";
  EXPECT_EQ(play("pu", {Require::any, 3, {}}), "S-");
}

TEST(NameGate, EverythingIsServedWhereNothingIsRequired) {
  const GatePolicy none{Require::none, 1, {}};
  NameGate gate;
  gate.served = true;
  EXPECT_EQ(play("fffuup", none, gate), "SSSSSS");
}

TEST(NameGate, SaysWhatChanged) {
  std::vector<GateChange> changes;
  play("fpfffp", usual, {}, &changes);
  using enum GateChange;
  EXPECT_EQ(changes, (std::vector{none, served, none, none, dropped, served}));
}

// From every state with every verdict, against the rules put down once more as conditions.
TEST(NameGate, WholeMatrix) {
  const auto now = ManualClock().now;
  int seen = 0;
  for (const Require require : {Require::any, Require::all, Require::none}) {
    for (const int drop_after : {1, 2, 3}) {
      for (const bool served : {false, true}) {
        for (const int failed : {0, 1, 2, 3}) {
          for (const auto known : std::vector<std::optional<Verdict>>{{}, pass, warn, fail}) {
            for (const auto age : {1 * hour, 10 * hour}) {
              for (const Verdict verdict : {pass, warn, fail, unknown}) {
                const NameGate before{served, failed, known, now - age, now - age};
                NameGate gate = before;
                const GateChange change = advance(gate, verdict, now, {require, drop_after, 5 * hour});
                bool expected = false;
                const bool known_good = known == pass || known == warn;
                if (verdict == pass || verdict == warn) expected = true;
                if (verdict == fail) expected = served && failed + 1 < drop_after;
                if (verdict == unknown) expected = age <= 5 * hour && (served || known_good);
                if (require == Require::none) expected = true;
                EXPECT_EQ(gate.served, expected);
                EXPECT_EQ(change, expected == served ? GateChange::none
                                  : expected         ? GateChange::served
                                                     : GateChange::dropped);
                if (verdict == unknown) {
                  EXPECT_EQ(gate.failed_rounds, failed);
                  EXPECT_EQ(gate.known, known);
                  EXPECT_EQ(gate.known_at, before.known_at);
                } else {
                  EXPECT_EQ(gate.known, verdict);
                  EXPECT_EQ(gate.known_at, now);
                  EXPECT_EQ(gate.failed_rounds == 0, verdict != fail);
                }
                ++seen;
              }
            }
          }
        }
      }
    }
  }
  EXPECT_EQ(seen, 3 * 3 * 2 * 4 * 4 * 2 * 4);
}

const auto noon = ManualClock().now;

TEST(Gate, ServesNothingBeforeTheFirstRound) {
  EXPECT_FALSE(Gate(usual, {"a.test"}).serves("a.test"));
  EXPECT_TRUE(Gate({Require::none, 3, {}}, {"a.test"}).serves("a.test"));
}

TEST(Gate, ServesTheNamesThatPassAndNoOther) {
  Gate gate(usual, {"a.test", "b.test", "c.test", "d.test"});
  const auto events = gate.apply(
      {{"a.test", {pass, {}}}, {"b.test", {warn, {}}}, {"c.test", {fail, {}}}, {"stranger.test", {pass, {}}}},
      noon);
  EXPECT_TRUE(gate.serves("a.test"));
  EXPECT_TRUE(gate.serves("b.test"));
  EXPECT_FALSE(gate.serves("c.test"));
  EXPECT_FALSE(gate.serves("d.test"));
  EXPECT_FALSE(gate.serves("stranger.test"));
  EXPECT_FALSE(gate.serves("A.TEST"));
  EXPECT_FALSE(gate.serves(""));
  EXPECT_EQ(gate.served_count(), 2u);
  EXPECT_EQ(gate.doubtful(), (std::vector<std::string>{"c.test", "d.test"}));
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].change, GateChange::served);
  EXPECT_EQ(events[2].change, GateChange::none);
  EXPECT_EQ(events[2].verdict, fail);
  EXPECT_EQ(events[2].before, std::nullopt);
  EXPECT_TRUE(gate.apply({{"a.test", {pass, {}}}}, noon).empty()) << "nothing changed";
}

TEST(Gate, StartsAsFarAsItIsRequired) {
  const auto may_start = [](Require require, std::vector<Verdict> verdicts) {
    std::vector<std::string> names;
    Results round;
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      names.push_back("n" + std::to_string(i) + ".test");
      round.emplace(names.back(), NameResult{verdicts[i], {}});
    }
    Gate gate({require, 3, hour}, names);
    gate.apply(round, noon);
    return gate.may_start();
  };
  EXPECT_TRUE(may_start(Require::any, {pass, fail}));
  EXPECT_TRUE(may_start(Require::any, {fail, warn}));
  EXPECT_FALSE(may_start(Require::any, {fail, unknown}));
  EXPECT_FALSE(may_start(Require::any, {}));
  EXPECT_TRUE(may_start(Require::all, {pass, warn}));
  EXPECT_FALSE(may_start(Require::all, {pass, fail}));
  EXPECT_FALSE(may_start(Require::all, {pass, unknown}));
  EXPECT_FALSE(may_start(Require::all, {}));
  EXPECT_TRUE(may_start(Require::none, {fail}));
  EXPECT_TRUE(may_start(Require::none, {}));
}

TEST(Gate, RemembersOverARestartForUnknownOnly) {
  Gate before(usual, {"a.test", "b.test", "c.test", "d.test"});
  before.apply(
      {{"a.test", {pass, {}}}, {"b.test", {warn, {}}}, {"c.test", {fail, {}}}, {"d.test", {pass, {}}}}, noon);

  Gate after(usual, {"a.test", "b.test", "c.test", "d.test", "e.test"});
  after.restore(before.state());
  EXPECT_EQ(after.served_count(), 0u) << "what was known serves nobody by itself";
  const auto events = after.apply({{"a.test", {unknown, {}}},
                                   {"b.test", {unknown, {}}},
                                   {"c.test", {unknown, {}}},
                                   {"d.test", {fail, {}}},
                                   {"e.test", {unknown, {}}}},
                                  noon + 4 * hour);
  EXPECT_TRUE(after.serves("a.test"));
  EXPECT_TRUE(after.serves("b.test"));
  EXPECT_FALSE(after.serves("c.test"));
  EXPECT_FALSE(after.serves("d.test")) << "a start serves no name that fails";
  EXPECT_FALSE(after.serves("e.test"));
  EXPECT_EQ(events.front().before, pass);

  Gate late(usual, {"a.test"});
  late.restore(before.state());
  late.apply({{"a.test", {unknown, {}}}}, noon + 6 * hour);
  EXPECT_FALSE(late.serves("a.test"));

  Gate twice(usual, {"a.test"});
  twice.restore(after.state());  // saved after a round in which nothing was known
  twice.apply({{"a.test", {unknown, {}}}}, noon + 5 * hour);
  EXPECT_TRUE(twice.serves("a.test"));
  twice.apply({{"a.test", {unknown, {}}}}, noon + 6 * hour);
  EXPECT_FALSE(twice.serves("a.test")) << "restarts do not prolong the grace";
}

TEST(Gate, ForgetsNamesThatAreGone) {
  Gate gate(usual, {"a.test", "b.test"});
  gate.apply({{"a.test", {pass, {}}}, {"b.test", {pass, {}}}}, noon);
  gate.set_names({"b.test", "c.test"});
  EXPECT_FALSE(gate.serves("a.test"));
  EXPECT_TRUE(gate.serves("b.test"));
  gate.set_names({"a.test", "b.test"});
  EXPECT_FALSE(gate.serves("a.test"));
}

TEST(Gate, IsAskedFromManyThreads) {
  Gate gate(usual, {"a.test", "b.test"});
  gate.apply({{"b.test", {pass, {}}}}, noon);
  std::atomic<bool> stop = false;
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      while (!stop) {
        gate.serves("a.test");
        if (!gate.serves("b.test")) ++wrong;
      }
    });
  }
  for (int i = 0; i < 1000; ++i) gate.apply({{"a.test", {i % 4 == 0 ? pass : fail, {}}}}, noon);
  stop = true;
  threads.clear();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace mapigate::selfcheck
