#include <algorithm>
#include <array>
#include <bit>
#include <optional>

#include "protocol/oxcfxics/globset.hpp"
#include "protocol/oxcfxics/globset_commands.hpp"
#include "protocol/wire/writer.hpp"

// The shortest encoding of a set. Think of the counters as paths of six bytes in a tree; a node is a prefix.
// A Push opens a node: everything inside then leaves its prefix out, for the cost of the pushed bytes, the
// command and a Pop. Whether a node is worth opening depends on how many bytes are on the stack already,
// which are at most five; so for each node the length of its content is added up for each possible depth of
// the stack, and when the node is complete the choice is made for each. That is one pass; a second one
// writes.
//
// Ranges come in ascending order, so that of each depth only one node is under way at a time.

namespace mapigate::oxcfxics {

namespace {

using wire::u64;
using wire::u8;
using Items = std::span<const GlobcntRange>;

constexpr unsigned deepest = globcnt_size - 1;  // nodes whose content differs in the last byte only
constexpr std::size_t max_items = 128;          // in one of those: every second value
constexpr u64 bitmask_reach = 8;                // values behind the first one
constexpr std::size_t bitmask_ranges = 5;
constexpr unsigned bitmask_length = 3;

// Bytes that an item takes with `depth` bytes on the stack.
constexpr unsigned length_of(const GlobcntRange& item, unsigned depth) {
  const auto rest = globcnt_size - depth;
  return item.low == item.high ? 1 + rest : 1 + 2 * rest;
}

// How many bytes, from the most significant on, two counters share.
unsigned common_bytes(u64 a, u64 b) {
  const auto different = static_cast<unsigned>(std::bit_width(a ^ b));
  return globcnt_size - (different + 7) / 8;
}

// How the items of a deepest node are put together with all its bytes on the stack: a Bitmask for a group of
// several, a command of its own for a group of one.
struct Groups {
  std::array<u8, max_items> size;     // of the group that begins with an item, where one does
  std::array<u8, max_items + 1> all;  // length in units of one byte, from an item to the end

  explicit Groups(Items items) {
    // Lengths stay below 256: a node has at most 128 items, and where there are many they are close together,
    // 5 to a Bitmask.
    all[items.size()] = 0;
    for (auto at = items.size(); at-- > 0;) {
      size[at] = 1;
      auto best = length_of(items[at], deepest) + all[at + 1];
      for (auto end = at + 2; end <= items.size() && end - at <= bitmask_ranges; ++end) {
        if (items[end - 1].high - items[at].low > bitmask_reach) break;
        if (bitmask_length + all[end] > best) continue;
        best = bitmask_length + all[end];
        size[at] = static_cast<u8>(end - at);
      }
      all[at] = static_cast<u8>(best);
    }
  }
};

// Goes through the tree: visitor.open(depth, low), where `low` begins with the bytes of the node;
// visitor.item(depth, item) for a range that belongs to a node but to none inside it; visitor.items(items)
// for the content of a deepest node; visitor.close(depth).
template <class Visitor>
void walk(Items items, Visitor& visitor) {
  unsigned depth = 0;
  u64 path = 0;
  std::size_t first = 0;  // item of the deepest node
  std::size_t at = 0;
  const auto close_down_to = [&](unsigned target) {
    for (; depth > target; --depth) {
      if (depth == deepest) visitor.items(items.subspan(first, at - first));
      visitor.close(depth);
    }
  };
  for (; at < items.size(); ++at) {
    const auto& item = items[at];
    const auto own = std::min(common_bytes(item.low, item.high), deepest);
    close_down_to(std::min(own, common_bytes(item.low, path)));
    while (depth < own) {
      if (++depth == deepest) first = at;
      visitor.open(depth, item.low);
    }
    path = item.low;
    if (own < deepest) visitor.item(own, item);
  }
  close_down_to(0);
}

// For each node, in the order in which they are opened: the depths of the stack (bit 0 for none) at which it
// pays to push its bytes.
class Plan {
 public:
  explicit Plan(Items items) { walk(items, *this); }
  bool pushes(std::size_t node, unsigned stack) const { return (nodes_[node] >> stack & 1) != 0; }

  void open(unsigned depth, u64) {
    under_way_[depth] = {nodes_.size(), {}};
    nodes_.push_back(0);
  }
  void item(unsigned depth, const GlobcntRange& item) {
    for (unsigned stack = 0; stack <= depth; ++stack)
      under_way_[depth].lengths[stack] += length_of(item, stack);
  }
  void items(Items items) {
    auto& lengths = under_way_[deepest].lengths;
    for (const auto& item : items) {
      for (unsigned stack = 0; stack < deepest; ++stack) lengths[stack] += length_of(item, stack);
    }
    lengths[deepest] = Groups(items).all[0];
  }
  void close(unsigned depth) {
    const auto& node = under_way_[depth];
    auto& outer = under_way_[depth - 1].lengths;
    for (unsigned stack = 0; stack < depth; ++stack) {
      const auto pushed = 1 + (depth - stack) + node.lengths[depth] + 1;
      const bool pays = pushed <= node.lengths[stack];
      if (pays) nodes_[node.number] |= static_cast<u8>(1 << stack);
      outer[stack] += pays ? pushed : node.lengths[stack];
    }
  }

 private:
  struct Node {
    std::size_t number = 0;
    std::array<u64, deepest + 1> lengths{};  // of what is inside, by the depth of the stack
  };

  std::vector<u8> nodes_;
  std::array<Node, deepest + 1> under_way_{};
};

class Encoder {
 public:
  Encoder(wire::Writer& writer, const Plan& plan) : writer_(writer), plan_(plan) {}

  void open(unsigned depth, u64 low) {
    auto& before = before_[depth];
    before.reset();
    if (!plan_.pushes(node_++, stack_)) return;
    before = stack_;
    writer_.number(static_cast<u8>(depth - stack_));
    bytes(low, stack_, depth);
    stack_ = depth;
  }
  void close(unsigned depth) {
    if (!before_[depth]) return;
    writer_.number(pop_command);
    stack_ = *before_[depth];
  }
  void item(unsigned, const GlobcntRange& item) {
    if (item.low == item.high) {
      writer_.number(static_cast<u8>(globcnt_size - stack_));
      bytes(item.low, stack_, globcnt_size);
    } else {
      writer_.number(range_command);
      bytes(item.low, stack_, globcnt_size);
      bytes(item.high, stack_, globcnt_size);
    }
  }
  void items(Items items) {
    if (stack_ < deepest) {
      for (const auto& one : items) item(deepest, one);
      return;
    }
    const Groups groups(items);
    for (std::size_t at = 0; at < items.size(); at += groups.size[at]) {
      if (groups.size[at] == 1) {
        item(deepest, items[at]);
      } else {
        bitmask(items.subspan(at, groups.size[at]));
      }
    }
  }

 private:
  void bitmask(Items items) {
    const auto start = items.front().low;
    unsigned bits = 0;  // bit 0 is the start itself, which the command leaves out
    for (const auto& item : items) {
      const auto length = static_cast<unsigned>(item.high - item.low + 1);
      bits |= ((1u << length) - 1) << (item.low - start);
    }
    writer_.number(bitmask_command);
    writer_.number(static_cast<u8>(start));
    writer_.number(static_cast<u8>(bits >> 1));
  }
  // Those from `from` up to `to`, counted from the most significant one.
  void bytes(u64 counter, unsigned from, unsigned to) {
    const auto all = oxcdata::global_counter(counter);
    writer_.append(wire::ByteView(all).subspan(from, to - from));
  }

  wire::Writer& writer_;
  const Plan& plan_;
  std::size_t node_ = 0;
  unsigned stack_ = 0;                                         // bytes
  std::array<std::optional<unsigned>, deepest + 1> before_{};  // the stack before the Push for a node
};

}  // namespace

void Globset::encode(wire::Writer& writer) const {
  const Plan plan(ranges_);
  Encoder encoder(writer, plan);
  walk(ranges_, encoder);
  writer.number(end_command);
}

}  // namespace mapigate::oxcfxics
