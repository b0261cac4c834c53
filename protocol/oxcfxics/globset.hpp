#pragma once

#include <compare>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <span>
#include <type_traits>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/wire/bytes.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::wire {
class Writer;
}  // namespace mapigate::wire

namespace mapigate::oxcfxics {

// Global counters (GLOBCNT, MS-OXCFXICS section 2.2.2.5) are numbers here; oxcdata::to_number() and
// oxcdata::global_counter() lead from and to their bytes.

// Both ends belong to the range.
struct GlobcntRange {
  wire::u64 low = 0;
  wire::u64 high = 0;
  bool operator==(const GlobcntRange&) const = default;
};

// MS-OXCFXICS section 2.2.2.6: the GLOBSET, a set of global counters of one replica. Held as its ranges in
// ascending order, with a gap between each two, so that equal sets are equal vectors. A set of all counters
// takes no more memory than a set of one.
//
// What is above oxcdata::max_global_counter cannot be in a set: it is not added.
class Globset {
 public:
  Globset() = default;
  // In any order, overlapping or not. Where low is above high there is nothing in the range.
  explicit Globset(std::vector<GlobcntRange> ranges);
  Globset(std::initializer_list<GlobcntRange> ranges) : Globset(std::vector<GlobcntRange>(ranges)) {}

  bool empty() const { return ranges_.empty(); }
  // How many counters there are.
  wire::u64 size() const;
  std::span<const GlobcntRange> ranges() const { return ranges_; }

  bool contains(wire::u64 counter) const { return contains(GlobcntRange{counter, counter}); }
  // The whole range.
  bool contains(GlobcntRange range) const;
  // Whether `other` is a subset.
  bool includes(const Globset& other) const;

  // Constant time at the upper end of the set, which is where new counters come; elsewhere the ranges behind
  // move. Many counters in no order are better given to the constructor.
  void add(wire::u64 counter) { add(GlobcntRange{counter, counter}); }
  void add(GlobcntRange range);
  void remove(wire::u64 counter) { remove(GlobcntRange{counter, counter}); }
  void remove(GlobcntRange range);
  void clear() { ranges_.clear(); }

  // Union, intersection, difference: linear in the number of ranges of both.
  Globset& operator|=(const Globset& other);
  Globset& operator&=(const Globset& other);
  Globset& operator-=(const Globset& other);
  friend Globset operator|(Globset a, const Globset& b) {
    a |= b;
    return a;
  }
  friend Globset operator&(Globset a, const Globset& b) {
    a &= b;
    return a;
  }
  friend Globset operator-(Globset a, const Globset& b) {
    a -= b;
    return a;
  }

  bool operator==(const Globset&) const = default;

  // The counters one by one, in ascending order: for (const auto counter : set.counters()) ...
  class Counters;
  Counters counters() const;

  // Section 3.1.5.4.3. What is read may have its ranges in any order, adjacent or overlapping, since a
  // GLOBSET can be encoded in many ways (section 4.4). Fault::invalid for an unknown command, bytes pushed
  // beyond the sixth or popped where there are none, a Bitmask without five bytes on the stack or beyond the
  // last byte, a Range from high to low, and bytes left on the stack at the End. What is written is the
  // shortest encoding in ascending order that keeps each range in one piece.
  static void fields(auto& self, auto& archive) {
    Commands<std::remove_reference_t<decltype(self)>> commands{self};
    archive("GLOBSET", commands);
  }

 private:
  template <class Set>
  struct Commands {
    Set& set;
    static void fields(auto& self, auto& archive) {
      if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
        const auto end = self.set.decode(archive.peek());
        archive.take(end.offset);
        if (end.fault != wire::Fault::none) archive.fail(end.fault);
      } else {
        self.set.encode(archive);
      }
    }
  };

  void normalize();
  // Where in `bytes` the set ended, or what is wrong there.
  wire::Failure decode(wire::ByteView bytes);
  void encode(wire::Writer& writer) const;

  std::vector<GlobcntRange> ranges_;
};

class Globset::Counters {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = wire::u64;
    using difference_type = std::ptrdiff_t;
    using pointer = const wire::u64*;
    using reference = wire::u64;

    Iterator() = default;
    wire::u64 operator*() const { return counter_; }
    Iterator& operator++() {
      if (counter_ < range_->high) {
        ++counter_;
      } else {
        ++range_;
        counter_ = range_ == end_ ? 0 : range_->low;
      }
      return *this;
    }
    Iterator operator++(int) {
      auto before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    friend class Counters;
    Iterator(const GlobcntRange* range, const GlobcntRange* end)
        : range_(range), end_(end), counter_(range == end ? 0 : range->low) {}

    const GlobcntRange* range_ = nullptr;
    const GlobcntRange* end_ = nullptr;
    wire::u64 counter_ = 0;
  };

  Iterator begin() const { return {ranges_.data(), ranges_.data() + ranges_.size()}; }
  Iterator end() const { return {ranges_.data() + ranges_.size(), ranges_.data() + ranges_.size()}; }

 private:
  friend class Globset;
  explicit Counters(std::span<const GlobcntRange> ranges) : ranges_(ranges) {}

  std::span<const GlobcntRange> ranges_;
};

inline Globset::Counters Globset::counters() const { return Counters(ranges_); }

}  // namespace mapigate::oxcfxics
