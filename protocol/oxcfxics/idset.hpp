#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "protocol/oxcdata/ids.hpp"
#include "protocol/oxcfxics/globset.hpp"
#include "protocol/wire/fields.hpp"
#include "protocol/wire/guid.hpp"

namespace mapigate::oxcfxics {

// MS-OXCFXICS sections 2.2.2.4 and 3.1.5.4: the IDSET, a set of folder, message or change ids (then called
// CNSET), as one GLOBSET for each replica. A replica is a REPLID (wire::u16), which means something within a
// logon, or a REPLGUID (wire::Guid), which stays. Bytes do not say which of the two they are: sets that a
// client keeps (the ICS state) have REPLGUIDs, what is said once (deletions, read states) has REPLIDs.
template <class Replica>
class Idset {
 public:
  struct Entry {
    Replica replica{};
    Globset counters;  // not empty

    bool operator==(const Entry&) const = default;
    static void fields(auto& self, auto& archive) {
      archive(std::is_same_v<Replica, wire::Guid> ? "REPLGUID" : "REPLID", self.replica);
      archive("GLOBSET", self.counters);
    }
  };

  Idset() = default;
  // In any order; a replica may come more than once.
  explicit Idset(std::vector<Entry> entries) : entries_(std::move(entries)) { normalize(); }

  bool empty() const { return entries_.empty(); }
  // How many ids there are.
  wire::u64 size() const {
    wire::u64 size = 0;
    for (const auto& entry : entries_) size += entry.counters.size();
    return size;
  }
  // In ascending order of the replica; a GUID is compared byte by byte.
  std::span<const Entry> entries() const { return entries_; }
  // The counters of one replica; empty where it is not in the set.
  const Globset& operator[](const Replica& replica) const {
    static const Globset none;
    const auto entry = find(entries_, replica);
    return entry == entries_.end() || entry->replica != replica ? none : entry->counters;
  }

  bool contains(const Replica& replica, wire::u64 counter) const {
    return (*this)[replica].contains(counter);
  }
  // A FolderId, MessageId or ChangeNumber.
  template <class Id>
  requires std::is_same_v<Replica, wire::u16>
  bool contains(Id id) const {
    return contains(oxcdata::replica_id(id), oxcdata::to_number(oxcdata::counter_of(id)));
  }
  bool contains(const oxcdata::LongTermId& id) const requires std::is_same_v<Replica, wire::Guid> {
    return contains(id.database_guid, oxcdata::to_number(id.counter));
  }
  // Whether `other` is a subset.
  bool includes(const Idset& other) const {
    return std::ranges::all_of(
        other.entries_, [&](const Entry& entry) { return (*this)[entry.replica].includes(entry.counters); });
  }

  // A new replica moves those behind it: a mailbox knows a few of them.
  void add(const Replica& replica, wire::u64 counter) { add(replica, GlobcntRange{counter, counter}); }
  void add(const Replica& replica, GlobcntRange range) {
    change(replica, [&](Globset& counters) { counters.add(range); });
  }
  void add(const Replica& replica, const Globset& more) {
    change(replica, [&](Globset& counters) { counters |= more; });
  }
  template <class Id>
  requires std::is_same_v<Replica, wire::u16>
  void add(Id id) { add(oxcdata::replica_id(id), oxcdata::to_number(oxcdata::counter_of(id))); }
  void add(const oxcdata::LongTermId& id) requires std::is_same_v<Replica, wire::Guid> {
    add(id.database_guid, oxcdata::to_number(id.counter));
  }
  void remove(const Replica& replica, wire::u64 counter) { remove(replica, GlobcntRange{counter, counter}); }
  void remove(const Replica& replica, GlobcntRange range) {
    change(replica, [&](Globset& counters) { counters.remove(range); });
  }

  // Union, intersection, difference.
  Idset& operator|=(const Idset& other) {
    if (this == &other) return *this;
    std::vector<Entry> united;
    united.reserve(std::max(entries_.size(), other.entries_.size()));
    auto a = entries_.begin();
    for (const auto& b : other.entries_) {
      while (a != entries_.end() && a->replica < b.replica) united.push_back(std::move(*a++));
      if (a != entries_.end() && a->replica == b.replica) {
        united.push_back(std::move(*a++));
        united.back().counters |= b.counters;
      } else {
        united.push_back(b);
      }
    }
    std::move(a, entries_.end(), std::back_inserter(united));
    entries_ = std::move(united);
    return *this;
  }
  Idset& operator&=(const Idset& other) {
    for (auto& entry : entries_) entry.counters &= other[entry.replica];
    drop_empty();
    return *this;
  }
  Idset& operator-=(const Idset& other) {
    for (auto& entry : entries_) entry.counters -= other[entry.replica];
    drop_empty();
    return *this;
  }
  friend Idset operator|(Idset a, const Idset& b) {
    a |= b;
    return a;
  }
  friend Idset operator&(Idset a, const Idset& b) {
    a &= b;
    return a;
  }
  friend Idset operator-(Idset a, const Idset& b) {
    a -= b;
    return a;
  }

  bool operator==(const Idset&) const = default;

  // Sections 2.2.2.4.1 and 2.2.2.4.2: the set is all of the enclosing block. Written in ascending order of
  // the replica; read in any order, also with a replica more than once.
  static void fields(auto& self, auto& archive) {
    archive("IDSET", wire::until_end(self.entries_));
    if constexpr (std::remove_reference_t<decltype(archive)>::reading) self.normalize();
  }

 private:
  template <class Entries>
  static auto find(Entries& entries, const Replica& replica) {
    return std::lower_bound(entries.begin(), entries.end(), replica,
                            [](const Entry& entry, const Replica& wanted) { return entry.replica < wanted; });
  }
  template <class Change>
  void change(const Replica& replica, Change&& change_counters) {
    auto entry = find(entries_, replica);
    if (entry == entries_.end() || entry->replica != replica)
      entry = entries_.insert(entry, Entry{replica, {}});
    change_counters(entry->counters);
    if (entry->counters.empty()) entries_.erase(entry);
  }
  void drop_empty() {
    std::erase_if(entries_, [](const Entry& entry) { return entry.counters.empty(); });
  }
  void normalize() {
    drop_empty();
    std::sort(entries_.begin(), entries_.end(),
              [](const Entry& a, const Entry& b) { return a.replica < b.replica; });
    // The ranges of a replica that comes more than once are put together once, however often it comes.
    auto last = entries_.begin();
    for (auto next = entries_.begin(); next != entries_.end();) {
      const auto end = std::find_if(next + 1, entries_.end(),
                                    [&](const Entry& entry) { return entry.replica != next->replica; });
      if (end - next > 1) {
        std::vector<GlobcntRange> ranges;
        for (auto same = next; same != end; ++same) {
          ranges.insert(ranges.end(), same->counters.ranges().begin(), same->counters.ranges().end());
        }
        next->counters = Globset(std::move(ranges));
      }
      if (last != next) *last = std::move(*next);
      ++last;
      next = end;
    }
    entries_.erase(last, entries_.end());
  }

  std::vector<Entry> entries_;
};

// Section 2.2.2.4.1
using ReplidIdset = Idset<wire::u16>;
// Section 2.2.2.4.2
using ReplguidIdset = Idset<wire::Guid>;
using Cnset = ReplguidIdset;

// The same ids in the other form: `map` gives the other replica for one, or nothing, and then there is no
// set (section 3.1.5.4.2). The mapping is that of the logon (MS-OXCSTOR section 2.2.1.1).
template <class To, class From, class Map>
std::optional<Idset<To>> with_replicas(const Idset<From>& set, Map&& map) {
  std::vector<typename Idset<To>::Entry> mapped;
  mapped.reserve(set.entries().size());
  for (const auto& entry : set.entries()) {
    const std::optional<To> replica = map(entry.replica);
    if (!replica) return std::nullopt;
    mapped.push_back({*replica, entry.counters});
  }
  return Idset<To>(std::move(mapped));
}

}  // namespace mapigate::oxcfxics
