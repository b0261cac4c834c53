#include "gateway/store/spool.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "tests/fakes/process.hpp"
#include "tests/unit/store/spool_values.hpp"

namespace mapigate::store {
namespace {

using wire::Bytes;

// In memory, and in a file from the first byte on: both must behave alike.
class SpoolTest : public testing::TestWithParam<std::size_t> {
 public:
  fakes::TempDir folder;
  Spool spool{folder.path(), GetParam()};
};

TEST_P(SpoolTest, IsEmptyAtFirst) {
  EXPECT_EQ(spool.size(), 0u);
  Bytes out(1);
  EXPECT_EQ(spool.read(0, out).value(), 0u);
  EXPECT_EQ(spool.finish()->size(), 0u);
}

TEST_P(SpoolTest, GivesBackWhatWasAppended) {
  ASSERT_TRUE(spool.append(pattern(100)));
  ASSERT_TRUE(spool.append(pattern(50, 101)));
  EXPECT_EQ(spool.size(), 150u);
  EXPECT_EQ(all_of(spool), pattern(150));
}

TEST_P(SpoolTest, ReadsAPieceAndNoMoreThanThereIs) {
  ASSERT_TRUE(spool.append(pattern(100)));
  Bytes out(4);
  ASSERT_EQ(spool.read(10, out).value(), 4u);
  EXPECT_EQ(out, pattern(4, 11));
  EXPECT_EQ(spool.read(98, out).value(), 2u);
  EXPECT_EQ(spool.read(100, out).value(), 0u);
  EXPECT_EQ(spool.read(~std::uint64_t{0}, out).value(), 0u);
}

TEST_P(SpoolTest, ReplacesWithin) {
  ASSERT_TRUE(spool.append(Bytes(10, 7)));
  ASSERT_TRUE(spool.write(4, pattern(2)));
  EXPECT_EQ(all_of(spool), (Bytes{7, 7, 7, 7, 1, 2, 7, 7, 7, 7}));
  ASSERT_TRUE(spool.write(9, pattern(2)));
  EXPECT_EQ(all_of(spool), (Bytes{7, 7, 7, 7, 1, 2, 7, 7, 7, 1, 2}));
}

TEST_P(SpoolTest, FillsAGapWithZeros) {
  ASSERT_TRUE(spool.append(Bytes(4, 9)));
  ASSERT_TRUE(spool.truncate(2));
  ASSERT_TRUE(spool.write(5, pattern(1)));
  EXPECT_EQ(all_of(spool), (Bytes{9, 9, 0, 0, 0, 1}));
}

TEST_P(SpoolTest, TruncateCutsAndExtends) {
  ASSERT_TRUE(spool.append(Bytes(4, 9)));
  ASSERT_TRUE(spool.truncate(2));
  EXPECT_EQ(spool.size(), 2u);
  ASSERT_TRUE(spool.truncate(4));
  EXPECT_EQ(all_of(spool), (Bytes{9, 9, 0, 0}));
}

TEST_P(SpoolTest, WritingNothingChangesNothing) {
  ASSERT_TRUE(spool.write(1000, {}));
  EXPECT_EQ(spool.size(), 0u);
}

TEST_P(SpoolTest, TheFinishedValueIsItsOwn) {
  ASSERT_TRUE(spool.append(pattern(100)));
  const LargeValuePtr first = spool.finish();
  EXPECT_EQ(spool.size(), 0u);
  ASSERT_TRUE(spool.append(pattern(5, 50)));
  const LargeValuePtr second = spool.finish();
  EXPECT_EQ(all_of(*first), pattern(100));
  EXPECT_EQ(all_of(*second), pattern(5, 50));
  Bytes out(3);
  ASSERT_EQ(first->read(98, out).value(), 2u);
  EXPECT_EQ(out[0], 99);
  EXPECT_EQ(first->read(~std::uint64_t{0}, out).value(), 0u);
}

TEST_P(SpoolTest, AppendsAnotherValue) {
  ASSERT_TRUE(spool.append(pattern(1)));
  ASSERT_TRUE(spool.append(*memory_value(pattern(200000))));
  EXPECT_EQ(spool.size(), 200001u);
  Bytes out(2);
  ASSERT_EQ(spool.read(65536, out).value(), 2u);
  EXPECT_EQ(out, pattern(2, static_cast<std::uint8_t>(65536)));
}

TEST_P(SpoolTest, RefusesAnOffsetBeyondAllFiles) {
  ASSERT_TRUE(spool.append(pattern(3)));
  const auto written = spool.write(~std::uint64_t{0}, pattern(1));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().fault, StoreFault::disk_full);
  const auto extended = spool.truncate(~std::uint64_t{0});
  ASSERT_FALSE(extended);
  EXPECT_EQ(extended.error().fault, StoreFault::disk_full);
  EXPECT_EQ(all_of(spool), pattern(3));
}

INSTANTIATE_TEST_SUITE_P(Places, SpoolTest, testing::Values(0, 64, Spool::default_memory));

TEST(SpoolFile, HasNoNameAndOnlyExistsForLargeValues) {
  fakes::TempDir folder;
  Spool spool(folder.path());
  ASSERT_TRUE(spool.append(Bytes(Spool::default_memory)));
  ASSERT_TRUE(spool.append(Bytes(1)));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_EQ(spool.size(), Spool::default_memory + 1);
}

TEST(SpoolFile, MissingFolderIsUnavailable) {
  fakes::TempDir folder;
  Spool spool(folder / "missing", 4);
  ASSERT_TRUE(spool.append(pattern(4)));
  const auto written = spool.append(pattern(1));
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().fault, StoreFault::unavailable);
  EXPECT_NE(written.error().message.find("missing"), std::string::npos);
  EXPECT_EQ(all_of(spool), pattern(4)) << "what was there is lost";
}

// A limit on the size of files stands for a full disk.
TEST(SpoolFile, AFullDiskLeavesWhatWasThere) {
  fakes::TempDir folder;
  Spool spool(folder.path(), 0);
  ASSERT_TRUE(spool.append(pattern(1000)));
  rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &old), 0);
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{1500, old.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const auto written = spool.append(pattern(1000));
  ::setrlimit(RLIMIT_FSIZE, &old);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().fault, StoreFault::disk_full);
  EXPECT_EQ(spool.size(), 1000u);
  ASSERT_TRUE(spool.truncate(1001));
  Bytes last(1, 9);
  ASSERT_EQ(spool.read(1000, last).value(), 1u);
  EXPECT_EQ(last[0], 0) << "bytes of the failed write show";
}

}  // namespace
}  // namespace mapigate::store
