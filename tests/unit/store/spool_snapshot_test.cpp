#include <gtest/gtest.h>

#include "gateway/store/spool.hpp"
#include "tests/fakes/process.hpp"
#include "tests/unit/store/spool_values.hpp"

namespace mapigate::store {
namespace {

using wire::Bytes;

// In memory, and in a file from the first byte on: both must behave alike.
class SpoolSnapshot : public testing::TestWithParam<std::size_t> {
 public:
  fakes::TempDir folder;
  Spool spool{folder.path(), GetParam()};
};

TEST_P(SpoolSnapshot, StaysWhenTheSpoolGrows) {
  ASSERT_TRUE(spool.append(pattern(100)));
  const LargeValuePtr before = spool.snapshot(100);
  ASSERT_TRUE(spool.append(pattern(50, 101)));
  EXPECT_EQ(all_of(*before), pattern(100));
  EXPECT_EQ(all_of(*spool.snapshot(150)), pattern(150));
}

TEST_P(SpoolSnapshot, StaysWhenBytesAreReplaced) {
  ASSERT_TRUE(spool.append(pattern(100)));
  const LargeValuePtr before = spool.snapshot(100);
  ASSERT_TRUE(spool.write(10, Bytes{0xFF}));
  EXPECT_EQ(all_of(*before), pattern(100));
  Bytes expected = pattern(100);
  expected[10] = 0xFF;
  EXPECT_EQ(all_of(*spool.finish()), expected);
  EXPECT_EQ(all_of(*before), pattern(100));
}

TEST_P(SpoolSnapshot, StaysWhenTheSpoolIsCut) {
  ASSERT_TRUE(spool.append(pattern(100)));
  const LargeValuePtr before = spool.snapshot(100);
  ASSERT_TRUE(spool.truncate(10));
  ASSERT_TRUE(spool.append(pattern(5, 200)));
  EXPECT_EQ(all_of(*before), pattern(100));
  Bytes expected = pattern(10);
  const Bytes added = pattern(5, 200);
  expected.insert(expected.end(), added.begin(), added.end());
  EXPECT_EQ(all_of(*spool.finish()), expected);
}

TEST_P(SpoolSnapshot, MayBeOfTheBeginningOnly) {
  ASSERT_TRUE(spool.append(pattern(100)));
  const LargeValuePtr beginning = spool.snapshot(98);
  EXPECT_EQ(all_of(*beginning), pattern(98));
  // What lies behind it may change without a copy.
  ASSERT_TRUE(spool.write(98, pattern(2, 7)));
  EXPECT_EQ(all_of(*beginning), pattern(98));
}

TEST_P(SpoolSnapshot, OutlivesTheSpool) {
  LargeValuePtr value;
  {
    Spool other{folder.path(), GetParam()};
    ASSERT_TRUE(other.append(pattern(20)));
    value = other.snapshot(20);
  }
  EXPECT_EQ(all_of(*value), pattern(20));
}

INSTANTIATE_TEST_SUITE_P(Memory, SpoolSnapshot, testing::Values(0, 65536));

TEST(SpoolBudget, CountsFilesAndNotMemory) {
  fakes::TempDir folder;
  const auto budget = std::make_shared<SpoolBudget>(1000);
  Spool spool{folder.path(), 100, budget};
  ASSERT_TRUE(spool.append(pattern(100)));
  EXPECT_EQ(budget->used(), 0u);
  ASSERT_TRUE(spool.append(pattern(100)));
  EXPECT_EQ(budget->used(), 200u);
}

TEST(SpoolBudget, RefusesWhatIsBeyondItAndLeavesTheValue) {
  fakes::TempDir folder;
  const auto budget = std::make_shared<SpoolBudget>(150);
  Spool spool{folder.path(), 0, budget};
  ASSERT_TRUE(spool.append(pattern(100)));
  EXPECT_EQ(spool.append(pattern(51)).error().fault, StoreFault::disk_full);
  EXPECT_EQ(spool.truncate(151).error().fault, StoreFault::disk_full);
  EXPECT_EQ(spool.size(), 100u);
  EXPECT_TRUE(spool.append(pattern(50)));
  EXPECT_EQ(budget->used(), 150u);
}

TEST(SpoolBudget, GetsBytesBackWithTheLastWhoHoldsTheFile) {
  fakes::TempDir folder;
  const auto budget = std::make_shared<SpoolBudget>(1000);
  LargeValuePtr value;
  {
    Spool spool{folder.path(), 0, budget};
    ASSERT_TRUE(spool.append(pattern(100)));
    value = spool.snapshot(100);
    ASSERT_TRUE(spool.write(0, Bytes{9}));
    EXPECT_EQ(budget->used(), 200u) << "the spool has a file of its own now";
  }
  EXPECT_EQ(budget->used(), 100u);
  value.reset();
  EXPECT_EQ(budget->used(), 0u);
}

}  // namespace
}  // namespace mapigate::store
