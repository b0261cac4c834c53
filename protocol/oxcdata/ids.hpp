#pragma once

#include <array>
#include <compare>

#include "protocol/wire/fields.hpp"
#include "protocol/wire/guid.hpp"

namespace mapigate::oxcdata {

// The 48-bit counter within a replica (GLOBCNT), the most significant byte first as on the wire, so that the
// order of the bytes is that of the numbers.
using GlobalCounter = std::array<wire::u8, 6>;
inline constexpr wire::u64 max_global_counter = 0xFFFF'FFFF'FFFF;

constexpr wire::u64 to_number(const GlobalCounter& counter) {
  wire::u64 number = 0;
  for (const auto byte : counter) number = number << 8 | byte;
  return number;
}
// `number` is at most max_global_counter; what is above is lost.
constexpr GlobalCounter global_counter(wire::u64 number) {
  GlobalCounter counter{};
  for (auto byte = counter.rbegin(); byte != counter.rend(); ++byte, number >>= 8) {
    *byte = static_cast<wire::u8>(number);
  }
  return counter;
}

// MS-OXCDATA sections 2.2.1.1 and 2.2.1.2: ReplicaId in two bytes and GlobalCounter in six, which are one
// 64-bit number on the wire. Valid within one logon, which knows what a ReplicaId stands for.
enum class FolderId : wire::u64 {};
enum class MessageId : wire::u64 {};
// The same of a change (MS-OXCFXICS section 2.2.2.1).
enum class ChangeNumber : wire::u64 {};

template <class Id>
constexpr Id make_id(wire::u16 replica_id, const GlobalCounter& counter) {
  wire::u64 number = 0;
  for (auto byte = counter.rbegin(); byte != counter.rend(); ++byte) number = number << 8 | *byte;
  return static_cast<Id>(number << 16 | replica_id);
}
template <class Id>
constexpr wire::u16 replica_id(Id id) {
  return static_cast<wire::u16>(static_cast<wire::u64>(id) & 0xFFFF);
}
template <class Id>
constexpr GlobalCounter counter_of(Id id) {
  GlobalCounter counter{};
  wire::u64 number = static_cast<wire::u64>(id) >> 16;
  for (auto& byte : counter) {
    byte = static_cast<wire::u8>(number);
    number >>= 8;
  }
  return counter;
}

// MS-OXCDATA section 2.2.1.3.1: LongTermID, valid everywhere.
struct LongTermId {
  wire::Guid database_guid;  // of the replica
  GlobalCounter counter{};

  auto operator<=>(const LongTermId&) const = default;
  static void fields(auto& self, auto& archive) {
    archive("DatabaseGuid", self.database_guid);
    archive("GlobalCounter", self.counter);
    archive("Pad", wire::reserved(2));
  }
};

}  // namespace mapigate::oxcdata
