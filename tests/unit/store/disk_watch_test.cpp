#include "gateway/store/disk_watch.hpp"

#include <gmock/gmock.h>

namespace mapigate::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint64_t gibibyte = 1024ull * 1024 * 1024;

class DiskWatchTest : public testing::Test {
 protected:
  // The ids of what is logged at this much free space.
  std::vector<std::string> at(std::optional<std::uint64_t> space) {
    free = space;
    ids.clear();
    watch.look();
    return ids;
  }

  std::vector<std::string> ids;
  Logger log{LogLevel::info, [this](const LogRecord& record) { ids.emplace_back(record.id); }};
  std::optional<std::uint64_t> free;
  DiskWatch watch{"/x", gibibyte, log, [this](const std::filesystem::path&) { return free; }};
};

TEST_F(DiskWatchTest, WarnsOnceOnTheWayDownAndSaysWhenItIsOver) {
  EXPECT_THAT(at(gibibyte), IsEmpty());
  EXPECT_THAT(at(gibibyte - 1), ElementsAre("STORE_DISK_LOW"));
  EXPECT_THAT(at(gibibyte / 2), IsEmpty());
  EXPECT_THAT(at(gibibyte / 16 - 1), ElementsAre("STORE_DISK_NEARLY_FULL"));
  EXPECT_THAT(at(0), IsEmpty());
  EXPECT_THAT(at(std::nullopt), IsEmpty()) << "cannot be found out";
  EXPECT_THAT(at(gibibyte / 2), IsEmpty()) << "still low, which was said";
  EXPECT_THAT(at(gibibyte + 1), IsEmpty()) << "at the limit";
  EXPECT_THAT(at(2 * gibibyte), ElementsAre("STORE_DISK_ENOUGH"));
}

TEST_F(DiskWatchTest, ADiskThatIsFullAtOnce) {
  EXPECT_THAT(at(1), ElementsAre("STORE_DISK_NEARLY_FULL"));
  EXPECT_THAT(at(gibibyte / 16), IsEmpty()) << "at the limit";
  EXPECT_THAT(at(2 * gibibyte), ElementsAre("STORE_DISK_ENOUGH"));
}

TEST(FreeSpace, OfARealFolder) {
  EXPECT_TRUE(free_space("/").has_value());
  EXPECT_FALSE(free_space("/no/such/folder").has_value());
}

}  // namespace
}  // namespace mapigate::store
