#include <gmock/gmock.h>

#include <deque>
#include <map>

#include "gateway/selfcheck/dns/resolver.hpp"

namespace mapigate::dns {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Gives out the numbers it was given, then always one; RandomSource::below() makes remainders of them.
class Drawn : public RandomSource {
 public:
  explicit Drawn(std::deque<std::uint64_t> numbers) : numbers_(std::move(numbers)) {}
  void fill(std::span<std::uint8_t> out) override {
    std::uint64_t number = numbers_.empty() ? std::uint64_t{1} << 40 : numbers_.front();
    if (!numbers_.empty()) numbers_.pop_front();
    for (auto byte = out.rbegin(); byte != out.rend(); ++byte, number >>= 8)
      *byte = static_cast<std::uint8_t>(number);
  }

 private:
  std::deque<std::uint64_t> numbers_;
};

// A number that RandomSource::below(bound) makes into `value`: too large for it to draw again.
std::uint64_t giving(std::uint64_t value, std::uint64_t bound) { return bound * (1u << 20) + value; }

std::vector<std::string> targets(const std::vector<SrvRecord>& records) {
  std::vector<std::string> names;
  for (const auto& record : records) names.push_back(record.target);
  return names;
}

SrvRecord record(std::uint16_t priority, std::uint16_t weight, std::string target) {
  return {priority, weight, 443, std::move(target)};
}

TEST(SrvOrder, PriorityComesFirst) {
  SystemRandom random;
  for (int i = 0; i < 50; ++i)
    EXPECT_THAT(targets(srv_order({record(20, 65535, "c"), record(0, 0, "a"), record(10, 1, "b")}, random)),
                ElementsAre("a", "b", "c"));
  EXPECT_THAT(srv_order({}, random), IsEmpty());
}

// RFC 2782: the first record whose running sum reaches the number drawn from 0 to the sum, both included.
TEST(SrvOrder, WeightsAreRunningSums) {
  const std::vector<SrvRecord> records{record(0, 3, "three"), record(0, 0, "zero"), record(0, 1, "one")};
  const auto first = [&](std::uint64_t drawn) {
    Drawn random({giving(drawn, 5)});
    return srv_order(records, random).front().target;
  };
  EXPECT_EQ(first(0), "zero");
  EXPECT_EQ(first(1), "three");
  EXPECT_EQ(first(3), "three");
  EXPECT_EQ(first(4), "one");

  Drawn random({giving(4, 5), giving(1, 4), giving(0, 1)});
  EXPECT_THAT(targets(srv_order(records, random)), ElementsAre("one", "three", "zero"));
}

TEST(SrvOrder, EachPriorityIsDrawnByItself) {
  Drawn random({giving(1, 2), giving(0, 1), giving(2, 3), giving(0, 3)});
  EXPECT_THAT(targets(srv_order({record(1, 0, "a"), record(1, 1, "b"), record(2, 1, "c"), record(2, 1, "d")},
                                random)),
              ElementsAre("b", "a", "d", "c"));
}

TEST(SrvOrder, SharesFollowTheWeights) {
  SystemRandom random;
  std::map<std::string, int> first;
  for (int i = 0; i < 10'000; ++i)
    ++first[srv_order({record(0, 75, "much"), record(0, 25, "little")}, random).front().target];
  // Five standard deviations around 74.7 %.
  EXPECT_NEAR(first["much"], 7475, 220);
}

}  // namespace
}  // namespace mapigate::dns
