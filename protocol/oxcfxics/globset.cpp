#include "protocol/oxcfxics/globset.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace mapigate::oxcfxics {

namespace {

using wire::u64;
using Ranges = std::vector<GlobcntRange>;

bool ends_before(const GlobcntRange& range, u64 counter) { return range.high < counter; }
bool starts_after(u64 counter, const GlobcntRange& range) { return counter < range.low; }

// False where nothing is left of it.
bool clip(GlobcntRange& range) {
  range.high = std::min(range.high, oxcdata::max_global_counter);
  return range.low <= range.high;
}

// `range` begins at or behind the start of the last one.
void append(Ranges& ranges, GlobcntRange range) {
  if (ranges.empty() || range.low > ranges.back().high + 1) {
    ranges.push_back(range);
  } else {
    ranges.back().high = std::max(ranges.back().high, range.high);
  }
}

}  // namespace

Globset::Globset(Ranges ranges) : ranges_(std::move(ranges)) { normalize(); }

void Globset::normalize() {
  std::erase_if(ranges_, [](auto& range) { return !clip(range); });
  std::sort(ranges_.begin(), ranges_.end(), [](const auto& a, const auto& b) { return a.low < b.low; });
  auto last = ranges_.begin();
  for (auto next = last; next != ranges_.end(); ++next) {
    if (next == last) continue;
    if (next->low > last->high + 1) {
      *++last = *next;
    } else {
      last->high = std::max(last->high, next->high);
    }
  }
  if (!ranges_.empty()) ranges_.erase(last + 1, ranges_.end());
}

u64 Globset::size() const {
  u64 size = 0;
  for (const auto& range : ranges_) size += range.high - range.low + 1;
  return size;
}

bool Globset::contains(GlobcntRange range) const {
  const auto found = std::lower_bound(ranges_.begin(), ranges_.end(), range.low, ends_before);
  return found != ranges_.end() && found->low <= range.low && range.high <= found->high;
}

bool Globset::includes(const Globset& other) const {
  auto ours = ranges_.begin();
  for (const auto& theirs : other.ranges_) {
    ours = std::lower_bound(ours, ranges_.end(), theirs.low, ends_before);
    if (ours == ranges_.end() || ours->low > theirs.low || ours->high < theirs.high) return false;
  }
  return true;
}

void Globset::add(GlobcntRange range) {
  if (!clip(range)) return;
  if (ranges_.empty() || range.low >= ranges_.back().low) return append(ranges_, range);
  // All that overlap or touch it become one.
  const auto first =
      std::lower_bound(ranges_.begin(), ranges_.end(), range.low == 0 ? 0 : range.low - 1, ends_before);
  const auto last = std::upper_bound(first, ranges_.end(), range.high + 1, starts_after);
  if (first == last) {
    ranges_.insert(first, range);
    return;
  }
  first->low = std::min(first->low, range.low);
  first->high = std::max((last - 1)->high, range.high);
  ranges_.erase(first + 1, last);
}

void Globset::remove(GlobcntRange range) {
  if (range.low > range.high) return;
  const auto first = std::lower_bound(ranges_.begin(), ranges_.end(), range.low, ends_before);
  const auto last = std::upper_bound(first, ranges_.end(), range.high, starts_after);
  if (first == last) return;
  std::array<GlobcntRange, 2> left;  // of the first and of the last that it cuts
  std::size_t count = 0;
  if (first->low < range.low) left[count++] = {first->low, range.low - 1};
  if ((last - 1)->high > range.high) left[count++] = {range.high + 1, (last - 1)->high};
  const auto room = static_cast<std::size_t>(last - first);
  const auto behind = std::copy_n(left.begin(), std::min(count, room), first);
  if (count > room) {
    ranges_.insert(behind, left[1]);
  } else {
    ranges_.erase(behind, last);
  }
}

Globset& Globset::operator|=(const Globset& other) {
  if (other.empty()) return *this;
  if (empty() || other.ranges_.front().low >= ranges_.back().low) {
    for (const auto& range : other.ranges_) append(ranges_, range);
    return *this;
  }
  Ranges merged;
  merged.reserve(ranges_.size() + other.ranges_.size());
  auto a = ranges_.begin();
  auto b = other.ranges_.begin();
  while (a != ranges_.end() || b != other.ranges_.end()) {
    const bool take_a = b == other.ranges_.end() || (a != ranges_.end() && a->low <= b->low);
    append(merged, take_a ? *a++ : *b++);
  }
  ranges_ = std::move(merged);
  return *this;
}

Globset& Globset::operator&=(const Globset& other) {
  Ranges common;
  auto a = ranges_.begin();
  auto b = other.ranges_.begin();
  while (a != ranges_.end() && b != other.ranges_.end()) {
    const GlobcntRange both{std::max(a->low, b->low), std::min(a->high, b->high)};
    if (both.low <= both.high) common.push_back(both);
    a->high < b->high ? void(++a) : void(++b);
  }
  ranges_ = std::move(common);
  return *this;
}

Globset& Globset::operator-=(const Globset& other) {
  Ranges left;
  auto b = other.ranges_.begin();
  for (auto range : ranges_) {
    while (b != other.ranges_.end() && b->high < range.low) ++b;
    // A range of theirs can reach into the next one of ours, so b stays at the last that was used.
    auto cut = b;
    for (; cut != other.ranges_.end() && cut->low <= range.high; ++cut) {
      if (range.low < cut->low) left.push_back({range.low, cut->low - 1});
      range.low = cut->high + 1;
      b = cut;
    }
    if (range.low <= range.high) left.push_back(range);
  }
  ranges_ = std::move(left);
  return *this;
}

}  // namespace mapigate::oxcfxics
