#include "protocol/oxcfxics/globset.hpp"

#include <gmock/gmock.h>

namespace mapigate::oxcfxics {
namespace {

using oxcdata::max_global_counter;
using testing::ElementsAre;
using testing::IsEmpty;
using wire::u64;

std::vector<u64> counters(const Globset& set) { return {set.counters().begin(), set.counters().end()}; }

TEST(Globset, Empty) {
  const Globset none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.size(), 0u);
  EXPECT_THAT(counters(none), IsEmpty());
  EXPECT_FALSE(none.contains(0));
  EXPECT_TRUE(none.includes(none));
  EXPECT_TRUE((Globset{{1, 5}}.includes(none)));
  EXPECT_FALSE((none.includes({{1, 1}})));
}

TEST(Globset, RangesInAnyOrderBecomeOneSet) {
  const Globset set{{30, 40}, {1, 3}, {4, 4}, {35, 50}, {10, 9}, {20, 20}};
  EXPECT_THAT(set.ranges(), ElementsAre(GlobcntRange{1, 4}, GlobcntRange{20, 20}, GlobcntRange{30, 50}));
  EXPECT_EQ(set.size(), 26u);
  EXPECT_THAT(counters(Globset{{1, 3}, {7, 8}}), ElementsAre(1, 2, 3, 7, 8));
}

TEST(Globset, AddJoinsWhatItTouches) {
  Globset set{{10, 20}, {30, 40}, {50, 60}};
  set.add(21);
  EXPECT_EQ(set, (Globset{{10, 21}, {30, 40}, {50, 60}}));
  set.add(29);
  EXPECT_EQ(set, (Globset{{10, 21}, {29, 40}, {50, 60}}));
  set.add({22, 49});
  EXPECT_EQ(set, (Globset{{10, 60}}));
  set.add(5);
  EXPECT_EQ(set, (Globset{{5, 5}, {10, 60}}));
  set.add({0, 100});
  EXPECT_EQ(set, (Globset{{0, 100}}));
  set.add({50, 40});
  EXPECT_EQ(set, (Globset{{0, 100}}));
}

TEST(Globset, RemoveCuts) {
  Globset set{{10, 20}, {30, 40}};
  set.remove(15);
  EXPECT_EQ(set, (Globset{{10, 14}, {16, 20}, {30, 40}}));
  set.remove({18, 32});
  EXPECT_EQ(set, (Globset{{10, 14}, {16, 17}, {33, 40}}));
  set.remove({21, 30});
  set.remove({40, 21});
  EXPECT_EQ(set, (Globset{{10, 14}, {16, 17}, {33, 40}}));
  set.remove({0, max_global_counter});
  EXPECT_TRUE(set.empty());
}

TEST(Globset, EndsOfWhatACounterCanBe) {
  Globset set{{0, 0}, {max_global_counter, max_global_counter}};
  EXPECT_TRUE(set.contains(0));
  EXPECT_TRUE(set.contains(max_global_counter));
  set.add(max_global_counter + 1);
  set.add({max_global_counter - 1, ~u64{0}});
  EXPECT_EQ(set, (Globset{{0, 0}, {max_global_counter - 1, max_global_counter}}));
  set.add({1, max_global_counter});
  EXPECT_EQ(set.size(), max_global_counter + 1);
  EXPECT_EQ(set.ranges().size(), 1u);
  set.remove({5, ~u64{0}});
  EXPECT_EQ(set, (Globset{{0, 4}}));
  EXPECT_TRUE((Globset{{max_global_counter + 1, ~u64{0}}}.empty()));
}

TEST(Globset, ContainsWholeRanges) {
  const Globset set{{10, 20}, {22, 30}};
  EXPECT_TRUE(set.contains({10, 20}));
  EXPECT_TRUE(set.contains({25, 30}));
  EXPECT_FALSE(set.contains({20, 22}));
  EXPECT_FALSE(set.contains({9, 10}));
  EXPECT_FALSE(set.contains(21));
}

TEST(Globset, Algebra) {
  const Globset a{{1, 10}, {20, 30}, {40, 50}};
  const Globset b{{5, 25}, {31, 31}, {45, 45}};
  EXPECT_EQ(a | b, (Globset{{1, 31}, {40, 50}}));
  EXPECT_EQ(a & b, (Globset{{5, 10}, {20, 25}, {45, 45}}));
  EXPECT_EQ(a - b, (Globset{{1, 4}, {26, 30}, {40, 44}, {46, 50}}));
  EXPECT_EQ(b - a, (Globset{{11, 19}, {31, 31}}));
  EXPECT_TRUE((a | b).includes(a));
  EXPECT_TRUE(a.includes(a & b));
  EXPECT_FALSE(a.includes(b));
  EXPECT_EQ(a | Globset{}, a);
  EXPECT_EQ(Globset{} | a, a);
}

TEST(Globset, AlgebraOfASetWithItself) {
  Globset set{{1, 10}, {20, 30}};
  const auto same = set;
  set |= set;
  EXPECT_EQ(set, same);
  set &= set;
  EXPECT_EQ(set, same);
  set -= set;
  EXPECT_TRUE(set.empty());
}

}  // namespace
}  // namespace mapigate::oxcfxics
