#include "protocol/oxoab/patch_plan.hpp"

#include <algorithm>
#include <unordered_map>

#include "protocol/oxoab/compressed_file.hpp"

namespace mapigate::oxoab {

using wire::ByteView;
using wire::u32;
using wire::u64;
using wire::u8;

namespace {

// Both versions are cut where the hash of the bytes before says so: places that do not depend on what was
// inserted or removed elsewhere. A place whose hash occurs once in the source is found again in the target.
constexpr std::size_t hashed_bytes = 32;
constexpr u64 multiplier = 0x9E3779B97F4A7C15;
constexpr int anchor_bits = 8;  // one place in 256 is an anchor

// The hash of the last hashed_bytes, rolled on byte by byte.
class RollingHash {
 public:
  void add(u8 byte) { value_ = value_ * multiplier + spread(byte); }
  void remove(u8 byte) { value_ -= spread(byte) * oldest_factor; }
  bool is_anchor() const { return value_ >> (64 - anchor_bits) == 0; }
  u64 value() const { return value_; }

 private:
  static constexpr u64 oldest_factor = [] {
    u64 factor = 1;
    for (std::size_t i = 0; i < hashed_bytes; ++i) factor *= multiplier;
    return factor;
  }();
  static u64 spread(u8 byte) { return u64{byte} + 1; }

  u64 value_ = 0;
};

// Calls `use(end, hash)` for each anchor, where `end` is the place behind the hashed bytes.
template <class F>
void for_each_anchor(ByteView bytes, F&& use) {
  RollingHash hash;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    hash.add(bytes[i]);
    if (i + 1 > hashed_bytes) hash.remove(bytes[i - hashed_bytes]);
    if (i + 1 >= hashed_bytes && hash.is_anchor()) use(i + 1, hash.value());
  }
}

// Places that are the same in both versions.
struct Anchor {
  std::size_t source;
  std::size_t target;
};

// In both orders ascending, as many as possible, so that a single string that moved does not hide those that
// stayed: the longest increasing subsequence of the places in the source.
std::vector<Anchor> find_anchors(ByteView source, ByteView target) {
  constexpr std::size_t ambiguous = static_cast<std::size_t>(-1);
  std::unordered_map<u64, std::size_t> places;
  for_each_anchor(source, [&](std::size_t end, u64 hash) {
    const auto [place, is_new] = places.try_emplace(hash, end);
    if (!is_new) place->second = ambiguous;
  });
  std::vector<Anchor> all;
  for_each_anchor(target, [&](std::size_t end, u64 hash) {
    const auto place = places.find(hash);
    if (place != places.end() && place->second != ambiguous) all.push_back({place->second, end});
  });

  // tails[n]: of the sequences of n + 1 anchors so far, the one that ends first in the source.
  std::vector<std::size_t> tails;
  std::vector<std::size_t> before(all.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto at =
        std::lower_bound(tails.begin(), tails.end(), all[i].source,
                         [&](std::size_t tail, std::size_t place) { return all[tail].source < place; });
    if (at != tails.begin()) before[i] = *(at - 1);
    if (at == tails.end()) {
      tails.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<Anchor> anchors;
  for (auto i = tails.empty() ? all.size() : tails.back(); i < all.size(); i = before[i])
    anchors.push_back(all[i]);
  std::reverse(anchors.begin(), anchors.end());
  return anchors;
}

}  // namespace

std::vector<PatchPart> plan_patch(ByteView source, ByteView target, u32 block_max) {
  const auto target_max = plain_block_size(block_max);
  if (target_max == 0) return {};
  auto anchors = find_anchors(source, target);
  // The ends belong together too.
  anchors.push_back({source.size(), target.size()});

  std::vector<PatchPart> parts;
  std::size_t source_at = 0;
  std::size_t target_at = 0;
  const auto add = [&](std::size_t source_size, std::size_t target_size) {
    parts.push_back({source_size, target_size});
    source_at += source_size;
    target_at += target_size;
  };
  std::size_t next = 0;  // of anchors: the first that is behind both places
  while (target_at < target.size()) {
    while (anchors[next].target <= target_at) ++next;
    // The last anchor up to which one block goes.
    auto reached = anchors.size();
    for (auto i = next; i < anchors.size() && anchors[i].target - target_at <= target_max; ++i) {
      if (anchors[i].source < source_at) continue;
      if (anchors[i].source - source_at > block_max) break;
      reached = i;
    }
    if (reached < anchors.size()) {
      add(anchors[reached].source - source_at, anchors[reached].target - target_at);
      next = reached;
      continue;
    }
    const auto& anchor = anchors[next];
    const auto target_left = std::min(anchor.target - target_at, target_max);
    if (next + 1 == anchors.size()) {
      // Nothing is known of the rest.
      add(std::min(source.size() - source_at, std::size_t{block_max}), target_left);
    } else if (anchor.source > source_at && anchor.source - source_at > block_max) {
      // Much is left out of the source. It is gone over with as little as possible of the target.
      add(block_max, anchor.target - target_at > target_max ? target_max : 1);
    } else {
      // Much is new in the target.
      add(0, target_left);
    }
  }
  return parts;
}

}  // namespace mapigate::oxoab
