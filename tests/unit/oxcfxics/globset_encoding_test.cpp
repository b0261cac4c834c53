#include <gmock/gmock.h>

#include <bit>
#include <functional>
#include <map>
#include <random>

#include "protocol/oxcfxics/globset.hpp"
#include "tests/unit/wire/hex_vector.hpp"
#include "tests/unit/wire/peak_memory.hpp"

namespace mapigate::oxcfxics {
namespace {

using wire::Bytes;
using wire::ByteView;
using wire::Fault;
using wire::from_hex;
using wire::hex_vector;
using wire::u64;

Globset read(std::string_view hex) {
  const auto set = wire::parse<Globset>(from_hex(hex));
  EXPECT_TRUE(set) << hex << ": " << to_string(set.error());
  return set ? *set : Globset{};
}
Fault fault(std::string_view hex) {
  const auto set = wire::parse<Globset>(from_hex(hex));
  return set ? Fault::none : set.error().fault;
}

TEST(GlobsetEncoding, Bitmask) {
  const auto bytes = hex_vector("MS-OXCFXICS/3.1.5.4.3.1.3-bitmask.hex");
  wire::expect_exact<Globset>(bytes);
  EXPECT_EQ(wire::parse<Globset>(bytes).value(),
            (Globset{{0xAB01, 0xAB03}, {0xAB05, 0xAB05}, {0xAB07, 0xAB09}}));
}

TEST(GlobsetEncoding, Commands) {
  EXPECT_EQ(read("00"), Globset{});
  EXPECT_EQ(read("06 00 00 00 00 00 09 00"), (Globset{{9, 9}}));
  // A singleton leaves nothing on the stack, and the stack below it stays.
  EXPECT_EQ(read("04 00 00 00 01 02 00 05 02 00 06 50 00"), (Globset{{0x10005, 0x10006}}));
  EXPECT_EQ(read("01 00 01 00 04 00 00 00 07 50 50 00"), (Globset{{7, 7}}));
  EXPECT_EQ(read("52 000000000001 FFFFFFFFFFFF 00"), (Globset{{1, oxcdata::max_global_counter}}));
  EXPECT_EQ(read("52 000000000001 000000000001 00"), (Globset{{1, 1}}));
  EXPECT_EQ(read("05 0000000000 42 07 00 50 00"), (Globset{{7, 7}}));
  EXPECT_EQ(read("05 0000000000 42 F7 FF 50 00"), (Globset{{0xF7, 0xFF}}));
  EXPECT_EQ(read("05 0000000000 42 00 AA 50 00"), (Globset{{0, 0}, {2, 2}, {4, 4}, {6, 6}, {8, 8}}));
}

// Section 4.4: there are many encodings of a set.
TEST(GlobsetEncoding, OrderAndOverlapDoNotMatter) {
  EXPECT_EQ(read("05 0000000000 01 09 01 03 52 03 05 01 04 42 05 81 50 00"),
            (Globset{{3, 6}, {9, 9}, {0x0D, 0x0D}}));
  EXPECT_EQ(read("05 0000000000 52 01 04 52 05 08 50 00"), (Globset{{1, 8}}));
}

TEST(GlobsetEncoding, Malformed) {
  EXPECT_EQ(fault(""), Fault::truncated);
  EXPECT_EQ(fault("06 00 00 00 00 00 09"), Fault::truncated);
  EXPECT_EQ(fault("06 00 00 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault("52 00 00 00 00 00 01 00 00 00 00 00"), Fault::truncated);
  EXPECT_EQ(fault("05 0000000000 42 01"), Fault::truncated);
  EXPECT_EQ(fault("07 00 00 00 00 00 00 00 00"), Fault::invalid);  // no such command
  EXPECT_EQ(fault("41 00"), Fault::invalid);
  EXPECT_EQ(fault("FF 00"), Fault::invalid);
  EXPECT_EQ(fault("05 0000000000 02 00 00 00"), Fault::invalid);     // a seventh byte
  EXPECT_EQ(fault("50 00"), Fault::invalid);                         // nothing to pop
  EXPECT_EQ(fault("06 000000000009 50 00"), Fault::invalid);         // popped already
  EXPECT_EQ(fault("05 0000000000 00"), Fault::invalid);              // left on the stack
  EXPECT_EQ(fault("04 00000000 42 01 01 50 00"), Fault::invalid);    // four bytes in common
  EXPECT_EQ(fault("42 01 01 00"), Fault::invalid);                   // none
  EXPECT_EQ(fault("05 0000000000 42 F8 80 50 00"), Fault::invalid);  // beyond 0xFF
  EXPECT_EQ(fault("05 0000000000 52 02 01 50 00"), Fault::invalid);  // from high to low
  EXPECT_EQ(fault("52 000000000002 000000000001 00"), Fault::invalid);
}

// Memory is taken in proportion to the bytes: three of them are five ranges of 16 bytes at most, of which a
// vector that grows holds three times as many.
TEST(GlobsetEncoding, HostileInput) {
  const Bytes pushes(100'000, 1);
  EXPECT_EQ(wire::parse<Globset>(pushes).error().fault, Fault::truncated);
  Bytes same = from_hex("05 00 00 00 00 00");
  for (int i = 0; i < 100'000; ++i) same.insert(same.end(), {0x52, 0x00, 0xFF});
  for (int i = 0; i < 100'000; ++i) same.insert(same.end(), {0x42, static_cast<wire::u8>(i % 200), 0xAA});
  same.insert(same.end(), {0x50, 0x00});
  const wire::PeakMemory peak;
  EXPECT_EQ(wire::parse<Globset>(same).value(), (Globset{{0, 0xFF}}));
  EXPECT_LT(peak.bytes(), 3 * 5 * sizeof(GlobcntRange) * (same.size() / 3));
}

TEST(GlobsetEncoding, KnownShortestForms) {
  const auto written = [](const Globset& set) { return wire::serialize(set).value(); };
  EXPECT_EQ(written({}), from_hex("00"));
  EXPECT_EQ(written({{9, 9}}), from_hex("06 00 00 00 00 00 09 00"));
  EXPECT_EQ(written({{1, 0x20}}), from_hex("05 0000000000 52 01 20 50 00"));
  // Two bytes in common would save four, and cost as many.
  EXPECT_EQ(written({{0x0000'0000'0001, 0x0000'FFFF'FFFF}}), from_hex("02 0000 52 00000001 FFFFFFFF 50 00"));
  EXPECT_EQ(written({{1, 0x00FF'FFFF'FFFF}}), from_hex("52 000000000001 00FFFFFFFFFF 00"));
  EXPECT_EQ(written({{1, 1}, {3, 3}}), from_hex("05 0000000000 42 01 02 50 00"));
  // The first two alone would be a Bitmask too, but then the range behind needs three bytes more than one
  // does.
  EXPECT_EQ(written({{1, 1}, {8, 8}, {10, 16}}), from_hex("05 0000000000 01 01 42 08 FE 50 00"));
  EXPECT_EQ(written({{0x100, 0x100}, {0x10000, 0x10000}}), from_hex("03 000000 03 000100 03 010000 50 00"));
}

TEST(GlobsetEncoding, CounterThatHasNoBytesIsNeverThere) {
  EXPECT_EQ(wire::serialize(Globset{{1, ~u64{0}}}).value(),
            wire::serialize(Globset{{1, oxcdata::max_global_counter}}).value());
}

// The length of the shortest encoding, found by trying everything: which levels of the stack to leave, which
// ones to push, and whether a Bitmask takes the ranges that follow.
class Shortest {
 public:
  explicit Shortest(const Globset& set) : ranges_(set.ranges().begin(), set.ranges().end()) {}
  std::size_t length() { return from(0, 1) + 1; }

 private:
  static unsigned common(u64 a, u64 b) {
    unsigned count = 0;
    while (count < 6 && (a >> (40 - 8 * count) & 0xFF) == (b >> (40 - 8 * count) & 0xFF)) ++count;
    return count;
  }
  static unsigned top(unsigned levels) { return static_cast<unsigned>(std::bit_width(levels)) - 1; }
  static std::size_t count(unsigned levels) { return static_cast<std::size_t>(std::popcount(levels)) - 1; }

  // Bit n of `levels`: the stack has been n bytes long. What is on it is the start of the range before `at`.
  std::size_t from(std::size_t at, unsigned levels) {
    if (at == ranges_.size()) return count(levels);  // a Pop for each
    const auto key = std::pair(at, levels);
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    const auto& range = ranges_[at];
    std::size_t best = ~std::size_t{0};
    const unsigned shared = at == 0 ? 0 : common(ranges_[at - 1].low, range.low);
    const unsigned own = std::min(common(range.low, range.high), 5u);
    for (auto kept = levels;; kept &= ~(1u << top(kept))) {
      if (top(kept) <= std::min(shared, own)) {
        const auto pops = count(levels) - count(kept);
        // Any further levels above the kept ones, up to what the range itself has in common.
        for (unsigned more = 0; more < 64; ++more) {
          if ((more & ((2u << top(kept)) - 1)) != 0 || more >= 2u << own) continue;
          const auto stack = kept | more;
          const auto pushes = count(stack) - count(kept) + (top(stack) - top(kept));
          const auto rest = 6 - top(stack);
          const std::size_t alone = range.low == range.high ? 1 + rest : 1 + 2 * rest;
          best = std::min(best, pops + pushes + alone + from(at + 1, stack));
          if (top(stack) != 5) continue;
          for (auto last = at + 1; last < ranges_.size() && last - at < 5; ++last) {
            if (common(range.low, ranges_[last].high) < 5 || ranges_[last].high - range.low > 8) break;
            best = std::min(best, pops + pushes + 3 + from(last + 1, stack));
          }
        }
      }
      if (kept == 1) break;
    }
    return known_[key] = best;
  }

  std::vector<GlobcntRange> ranges_;
  std::map<std::pair<std::size_t, unsigned>, std::size_t> known_;
};

TEST(GlobsetEncoding, NoEncodingIsShorter) {
  std::mt19937 random(7);
  const auto below = [&](u64 limit) { return std::uniform_int_distribution<u64>(0, limit - 1)(random); };
  for (int step = 0; step < 1'500; ++step) {
    Globset set;
    for (auto ranges = 1 + below(9); ranges > 0; --ranges) {
      u64 low = 0;
      // Few values of each byte, so that there is something in common at each depth.
      for (int byte = 0; byte < 6; ++byte) low = low << 8 | (byte < 5 ? below(2) : below(24));
      const u64 length = below(3) == 0 ? below(u64{1} << 8 * below(6)) : below(3);
      set.add({low, std::min(low + length, oxcdata::max_global_counter)});
    }
    const auto bytes = wire::serialize(set).value();
    ASSERT_EQ(bytes.size(), Shortest(set).length()) << "step " << step;
    ASSERT_EQ(wire::parse<Globset>(bytes).value(), set);
  }
}

TEST(GlobsetEncoding, AMillionFragments) {
  std::vector<GlobcntRange> ranges;
  std::mt19937_64 random(11);
  u64 counter = 1;
  for (int i = 0; i < 1'000'000; ++i) {
    ranges.push_back({counter, counter + random() % 3});
    counter = ranges.back().high + 2 + random() % 20;
  }
  const Globset set(ranges);
  const auto bytes = wire::serialize(set).value();
  EXPECT_EQ(wire::parse<Globset>(bytes).value(), set);
  // On average a range of two counters in every thirteen.
  EXPECT_LT(bytes.size(), 2'600'000u);
}

}  // namespace
}  // namespace mapigate::oxcfxics
