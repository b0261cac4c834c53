#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "protocol/oxcfxics/globset.hpp"
#include "protocol/wire/reader.hpp"
#include "protocol/wire/writer.hpp"

// The set of ranges against a std::set of counters, with operations at random.

namespace mapigate::oxcfxics {
namespace {

using wire::u64;
using Model = std::set<u64>;

// Counters from both ends of what there is and from around a change of all the lower bytes, so that ranges
// meet each of them.
u64 counter_at(unsigned place) {
  constexpr unsigned stretch = 80;
  if (place < stretch) return place;
  if (place < 2 * stretch) return 0x0000'0100'0000 - stretch / 2 + (place - stretch);
  return oxcdata::max_global_counter - (3 * stretch - 1 - place);
}
constexpr unsigned places = 240;

Model model_of(const Globset& set) { return {set.counters().begin(), set.counters().end()}; }

void expect_canonical(const Globset& set) {
  const auto ranges = set.ranges();
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    ASSERT_LE(ranges[i].low, ranges[i].high);
    ASSERT_LE(ranges[i].high, oxcdata::max_global_counter);
    if (i > 0) {
      ASSERT_GT(ranges[i].low, ranges[i - 1].high + 1);
    }
  }
}

class GlobsetModel : public testing::Test {
 protected:
  unsigned below(unsigned limit) { return std::uniform_int_distribution<unsigned>(0, limit - 1)(random_); }
  u64 any_counter() { return counter_at(below(places)); }
  // Within one stretch, so that the model stays small.
  GlobcntRange any_range() {
    const auto low = any_counter();
    return {low, std::min(low + below(12), oxcdata::max_global_counter)};
  }
  std::pair<Globset, Model> any_set() {
    Globset set;
    Model model;
    for (auto count = below(30); count > 0; --count) {
      const auto range = any_range();
      set.add(range);
      for (auto counter = range.low; counter <= range.high; ++counter) model.insert(counter);
    }
    return {set, model};
  }

  std::mt19937 random_{20240517};
};

TEST_F(GlobsetModel, AddAndRemove) {
  Globset set;
  Model model;
  for (int step = 0; step < 40'000; ++step) {
    const auto range = any_range();
    switch (below(5)) {
      case 0:
        set.add(range.low);
        model.insert(range.low);
        break;
      case 1:
        set.remove(range.low);
        model.erase(range.low);
        break;
      case 2:
        set.add(range);
        for (auto counter = range.low; counter <= range.high; ++counter) model.insert(counter);
        break;
      case 3:
        set.remove(range);
        model.erase(model.lower_bound(range.low), model.upper_bound(range.high));
        break;
      case 4:
        if (below(200) == 0) {
          set.clear();
          model.clear();
        }
        break;
    }
    ASSERT_NO_FATAL_FAILURE(expect_canonical(set));
    ASSERT_EQ(set.size(), model.size());
    const auto counter = any_counter();
    ASSERT_EQ(set.contains(counter), model.contains(counter));
    if (step % 50 == 0) {
      ASSERT_EQ(model_of(set), model);
    }
  }
}

TEST_F(GlobsetModel, Algebra) {
  for (int step = 0; step < 3'000; ++step) {
    const auto [a, model_a] = any_set();
    const auto [b, model_b] = any_set();
    Model united, common, left;
    std::ranges::set_union(model_a, model_b, std::inserter(united, united.end()));
    std::ranges::set_intersection(model_a, model_b, std::inserter(common, common.end()));
    std::ranges::set_difference(model_a, model_b, std::inserter(left, left.end()));
    for (const auto& [set, model] :
         {std::pair(a | b, united), std::pair(a & b, common), std::pair(a - b, left)}) {
      ASSERT_NO_FATAL_FAILURE(expect_canonical(set));
      ASSERT_EQ(model_of(set), model);
    }
    ASSERT_EQ(a.includes(b), std::ranges::includes(model_a, model_b));
    ASSERT_TRUE(a.includes(a & b));
    ASSERT_EQ(a == b, model_a == model_b);
  }
}

TEST_F(GlobsetModel, ConstructionSorts) {
  for (int step = 0; step < 2'000; ++step) {
    std::vector<GlobcntRange> ranges(below(40));
    Globset added;
    for (auto& range : ranges) {
      range = any_range();
      added.add(range);
    }
    const Globset constructed(ranges);
    ASSERT_NO_FATAL_FAILURE(expect_canonical(constructed));
    ASSERT_EQ(constructed, added);
  }
}

TEST_F(GlobsetModel, EncodingKeepsTheSet) {
  for (int step = 0; step < 5'000; ++step) {
    const auto set = any_set().first;
    const auto bytes = wire::serialize(set).value();
    const auto read = wire::parse<Globset>(bytes);
    ASSERT_TRUE(read) << to_string(read.error());
    ASSERT_EQ(*read, set);
  }
}

}  // namespace
}  // namespace mapigate::oxcfxics
