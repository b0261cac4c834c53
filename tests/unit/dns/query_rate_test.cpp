#include "gateway/selfcheck/dns/query_rate.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mapigate::dns {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Time = QueryRate::Time;

const Time start = Time{} + std::chrono::hours(1);

TEST(QueryRate, ATenthOfASecondMayGoAtOnceThenEvenly) {
  QueryRate rate(1000);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(rate.reserve(start), start) << i;
  for (int i = 1; i <= 50; ++i) EXPECT_EQ(rate.reserve(start), start + milliseconds(i));
}

TEST(QueryRate, NoWindowHoldsMoreThanItsShareAndTheBurst) {
  QueryRate rate(1000);
  std::vector<Time> sent;
  // Asked for in bursts with pauses in between.
  for (Time now = start; now < start + seconds(5); now += milliseconds(700))
    for (int i = 0; i < 500; ++i) sent.push_back(rate.reserve(now));
  for (std::size_t first = 0; first < sent.size(); ++first) {
    std::size_t in_window = 0;
    for (std::size_t i = first; i < sent.size() && sent[i] < sent[first] + seconds(1); ++i) ++in_window;
    EXPECT_LE(in_window, 1100u) << first;
  }
  for (std::size_t i = 1; i < sent.size(); ++i) EXPECT_GE(sent[i], sent[i - 1]);
}

TEST(QueryRate, TheBucketFillsAgainButNotBeyondItsSize) {
  QueryRate rate(100);
  for (int i = 0; i < 20; ++i) rate.reserve(start);
  const Time later = start + seconds(60);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(rate.reserve(later), later);
  EXPECT_EQ(rate.reserve(later), later + milliseconds(10));
}

TEST(QueryRate, SlowRatesSendOneAtATime) {
  QueryRate rate(2);
  EXPECT_EQ(rate.reserve(start), start);
  EXPECT_EQ(rate.reserve(start), start + milliseconds(500));
  EXPECT_EQ(rate.reserve(start + milliseconds(600)), start + milliseconds(1000));
  EXPECT_EQ(rate.reserve(start + seconds(9)), start + seconds(9));
}

}  // namespace
}  // namespace mapigate::dns
