#include "protocol/oxoab/huffman_code.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "protocol/oxoab/lzx_format.hpp"

namespace mapigate::oxoab::lzx {

using wire::u16;
using wire::u32;
using wire::u64;
using wire::u8;

namespace {

struct Leaf {
  u32 frequency;
  u16 element;
};

// How many codes of each length the code of the leaves, which are sorted by frequency, has. Two queues, of
// the leaves and of the inner nodes, are each in the order of their weights, so that the two lightest are at
// their fronts.
std::array<u32, max_code_length + 1> count_lengths(const std::vector<Leaf>& leaves, int longest) {
  struct Node {
    u64 weight;
    u32 parent;
  };
  const auto leaf_count = static_cast<u32>(leaves.size());
  std::vector<Node> nodes;
  nodes.reserve(2 * leaves.size());
  for (const auto& leaf : leaves) nodes.push_back({leaf.frequency, 0});
  u32 next_leaf = 0;
  u32 next_inner = leaf_count;
  const auto take_lightest = [&]() -> u64 {
    const bool leaf = next_leaf < leaf_count &&
                      (next_inner == nodes.size() || nodes[next_leaf].weight <= nodes[next_inner].weight);
    auto& node = nodes[leaf ? next_leaf++ : next_inner++];
    node.parent = static_cast<u32>(nodes.size());
    return node.weight;
  };
  while (nodes.size() + 1 < 2 * leaves.size()) {
    const auto first = take_lightest();
    const auto second = take_lightest();
    nodes.push_back({first + second, 0});
  }
  // From the root down; `weight` becomes the depth.
  std::array<u32, max_code_length + 1> count{};
  nodes.back().weight = 0;
  for (auto i = nodes.size() - 1; i-- > 0;) {
    nodes[i].weight = nodes[nodes[i].parent].weight + 1;
    if (i < leaf_count) ++count[std::min<u64>(nodes[i].weight, static_cast<u64>(longest))];
  }
  // Leaves that were too deep made the code overfull. Each step moves one leaf of the deepest level up beside
  // another of the next possible level, which goes down by one: that frees one place of the deepest level.
  u64 used = 0;
  for (int length = 1; length <= longest; ++length) used += u64{count[length]} << (longest - length);
  for (; used > u64{1} << longest; --used) {
    int length = longest - 1;
    while (count[length] == 0) --length;
    --count[length];
    count[length + 1] += 2;
    --count[longest];
  }
  return count;
}

}  // namespace

void make_path_lengths(std::span<const u32> frequencies, int longest, std::span<u8> path_lengths) {
  std::fill(path_lengths.begin(), path_lengths.end(), u8{0});
  std::vector<Leaf> leaves;
  leaves.reserve(frequencies.size());
  for (std::size_t i = 0; i < frequencies.size(); ++i) {
    if (frequencies[i] != 0) leaves.push_back({frequencies[i], static_cast<u16>(i)});
  }
  if (leaves.empty()) return;
  if (leaves.size() == 1) leaves.push_back({0, static_cast<u16>(leaves[0].element == 0 ? 1 : 0)});
  std::sort(leaves.begin(), leaves.end(), [](const Leaf& a, const Leaf& b) {
    return a.frequency != b.frequency ? a.frequency < b.frequency : a.element < b.element;
  });
  const auto count = count_lengths(leaves, longest);
  auto leaf = leaves.begin();
  for (int length = longest; length > 0; --length) {
    for (u32 i = 0; i < count[length]; ++i) path_lengths[(leaf++)->element] = static_cast<u8>(length);
  }
}

void make_codes(std::span<const u8> path_lengths, std::span<u16> codes) {
  std::array<u32, max_code_length + 2> next{};
  for (const auto length : path_lengths) {
    if (length != 0) ++next[length + 1];
  }
  // So far how many codes are one shorter; from here on the first code of each length.
  u32 code = 0;
  for (auto& first : next) {
    code = (code + first) << 1;
    first = code;
  }
  for (std::size_t i = 0; i < path_lengths.size(); ++i) {
    if (path_lengths[i] != 0) codes[i] = static_cast<u16>(next[path_lengths[i]]++);
  }
}

}  // namespace mapigate::oxoab::lzx
