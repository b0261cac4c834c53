#pragma once

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "protocol/oxcfxics/xid.hpp"
#include "protocol/wire/failure.hpp"

namespace mapigate::oxcfxics {

// How one version of an object stands to another, MS-OXCFXICS section 3.1.5.6.1.
enum class Precedence : wire::u8 {
  same,      // each includes the other
  newer,     // includes the other
  older,     // is included in the other
  conflict,  // neither: both were changed without knowing of the other
};

// MS-OXCFXICS section 2.2.2.3: of each replica that an object was changed in, the last change that this
// version knows.
class PredecessorChangeList {
 public:
  // In ascending order of the namespace, one for each.
  std::span<const Xid> xids() const { return xids_; }
  bool empty() const { return xids_.empty(); }

  // Adds a change, unless this one or a later one of its namespace is in the list. A LocalId of another
  // length than the one in the list, which cannot be (section 2.2.2.2), replaces it.
  void add(const Xid& xid) {
    const auto found = find(xid.namespace_guid);
    if (found == xids_.end() || found->namespace_guid != xid.namespace_guid) {
      xids_.insert(found, xid);
    } else if (!covers(*found, xid)) {
      *found = xid;
    }
  }
  // What a version that came out of both is to have, as does a conflict resolve message (section
  // 3.1.5.6.2.1).
  void merge(const PredecessorChangeList& other) {
    std::vector<Xid> merged;
    merged.reserve(xids_.size() + other.xids_.size());
    auto ours = xids_.begin();
    for (const auto& xid : other.xids_) {
      while (ours != xids_.end() && ours->namespace_guid < xid.namespace_guid) merged.push_back(*ours++);
      const bool both = ours != xids_.end() && ours->namespace_guid == xid.namespace_guid;
      merged.push_back(both && covers(*ours, xid) ? *ours : xid);
      if (both) ++ours;
    }
    merged.insert(merged.end(), ours, xids_.end());
    xids_ = std::move(merged);
  }

  // Section 3.1.5.6.1: for each change in `other` there is the same or a later one of its namespace here.
  bool includes(const PredecessorChangeList& other) const {
    return std::ranges::all_of(other.xids_, [&](const Xid& xid) { return includes(xid); });
  }
  bool includes(const Xid& xid) const {
    const auto found = find(xid.namespace_guid);
    return found != xids_.end() && found->namespace_guid == xid.namespace_guid && covers(*found, xid);
  }
  Precedence compare(const PredecessorChangeList& other) const {
    const bool includes_other = includes(other);
    const bool included = other.includes(*this);
    if (includes_other) return included ? Precedence::same : Precedence::newer;
    return included ? Precedence::older : Precedence::conflict;
  }

  bool operator==(const PredecessorChangeList&) const = default;

  // The list is all of the enclosing block: a SizedXid (section 2.2.2.3.1) for each. Written in ascending
  // order of the namespace; read in any order. Fault::invalid where a namespace comes twice.
  static void fields(auto& self, auto& archive) {
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) {
      std::vector<SizedXid> read;
      archive("PredecessorChangeList", wire::until_end(read));
      self.xids_.clear();
      self.xids_.reserve(read.size());
      for (const auto& sized : read) self.xids_.push_back(sized.xid);
      std::ranges::sort(self.xids_);
      const auto twice = std::ranges::adjacent_find(self.xids_, {}, &Xid::namespace_guid);
      if (twice != self.xids_.end()) archive.fail(wire::Fault::invalid);
    } else {
      for (const auto& xid : self.xids_) archive("SizedXid", wire::sized<wire::u8>(xid));
    }
  }

 private:
  struct SizedXid {
    Xid xid;
    static void fields(auto& self, auto& archive) { archive("XID", wire::sized<wire::u8>(self.xid)); }
  };

  // Both of one namespace.
  static bool covers(const Xid& xid, const Xid& other) {
    return xid.local_id().size() == other.local_id().size() && xid >= other;
  }
  std::vector<Xid>::iterator find(const wire::Guid& guid) {
    return std::ranges::lower_bound(xids_, guid, {}, &Xid::namespace_guid);
  }
  std::vector<Xid>::const_iterator find(const wire::Guid& guid) const {
    return std::ranges::lower_bound(xids_, guid, {}, &Xid::namespace_guid);
  }

  std::vector<Xid> xids_;
};

}  // namespace mapigate::oxcfxics
