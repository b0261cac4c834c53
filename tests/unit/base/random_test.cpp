#include "gateway/base/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace mapigate {
namespace {

// Fills with the bytes it is given, one draw after the other.
class ScriptedRandom final : public RandomSource {
 public:
  explicit ScriptedRandom(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = bytes_.at(next_++);
  }
  std::size_t used() const { return next_; }

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t next_ = 0;
};

TEST(Random, BelowDrawsAgainWhereARemainderWouldBeLikelier) {
  // 2^64 mod 10 is 6: the value 5 is refused, 6 is taken.
  ScriptedRandom random({0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 6});
  EXPECT_EQ(random.below(10), 6);
  EXPECT_EQ(random.used(), 16);
  EXPECT_EQ(random.below(0), 0);
}

TEST(Random, SystemBytesDoNotRepeat) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random.hex(16));
  EXPECT_EQ(seen.size(), 1000);
  EXPECT_EQ(seen.begin()->size(), 32);
}

}  // namespace
}  // namespace mapigate
