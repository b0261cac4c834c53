#include "tests/unit/wire/peak_memory.hpp"

#include <gtest/gtest-spi.h>

#include <memory>
#include <new>
#include <thread>

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::wire {
namespace {

TEST(PeakMemory, IsTheMostThatWasHeldAtOnce) {
  const auto before = std::make_unique<Bytes>(100'000);
  const PeakMemory peak;
  EXPECT_EQ(peak.bytes(), 0u);
  { const Bytes first(50'000); }
  const Bytes second(30'000);
  EXPECT_GE(peak.bytes(), 50'000u);
  EXPECT_LT(peak.bytes(), 60'000u);
}

TEST(PeakMemory, AlignedMemoryCounts) {
  struct alignas(256) Wide {
    std::array<char, 4096> bytes;
  };
  const PeakMemory peak;
  { const auto wide = std::make_unique<Wide>(); }
  EXPECT_GE(peak.bytes(), sizeof(Wide));
  EXPECT_LT(peak.bytes(), 2 * sizeof(Wide));
}

// std::stable_sort takes its buffer so.
TEST(PeakMemory, MemoryOfTheNothrowFormsCounts) {
  const PeakMemory peak;
  delete new (std::nothrow) std::array<char, 4096>;
  EXPECT_GE(peak.bytes(), 4096u);
  EXPECT_LT(peak.bytes(), 2 * 4096u);
}

TEST(PeakMemory, OtherThreadsDoNotCount) {
  const PeakMemory peak;
  std::thread([] { const Bytes bytes(1'000'000); }).join();
  EXPECT_LT(peak.bytes(), 10'000u);
}

TEST(PeakMemory, ReaderThatBelievesACountIsFound) {
  EXPECT_FATAL_FAILURE(
      expect_bounded(from_hex("01 02"),
                     [](ByteView bytes) { const Bytes taken(bytes[0] == 0xFF ? 100'000u : 0u); }),
      "1 bytes of 0xFF at 0");
  expect_bounded(from_hex("01 02"), [](ByteView bytes) { const Bytes taken(bytes.begin(), bytes.end()); });
}

}  // namespace
}  // namespace mapigate::wire
