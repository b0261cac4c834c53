#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "protocol/oxcdata/property_value.hpp"

// How large values may be that go into a response. What is larger is NotEnoughMemory in its place
// ([MS-OXCDATA] section 2.4.2), and the client reads it as a stream.

namespace mapigate::mapi {

// Bytes of the value in a ROP response, a PtypString with its terminator; nothing where it cannot be written.
std::optional<std::size_t> wire_size(const oxcdata::PropertyValue& value);

// Bytes that a large value of `size` bytes takes there at least: known before it is read. `unicode`: a
// PtypString stays one.
std::uint64_t least_wire_size(oxcdata::PropertyType kept, bool unicode, std::uint64_t size);

// Which values of one response have room in it: the largest give way where not all do. So much of what was
// asked for is sent as can be, whatever its order.
class ValueBudget {
 public:
  static constexpr std::size_t error_size = 4;  // bytes of an ErrorCode in the place of a value

  // Values of less than `smallest` bytes never give way; at least error_size + 1.
  ValueBudget(std::size_t room, std::size_t smallest);

  std::size_t room() const { return room_; }
  // A value of `size` bytes with `overhead` bytes around it. Returns the index of a value that gives way to
  // the others, if one must; then drop() may have more.
  std::optional<std::size_t> add(std::size_t index, std::size_t overhead, std::size_t size);
  std::optional<std::size_t> drop();
  // Whether all that is left has room.
  bool fits() const { return used_ <= room_; }

 private:
  struct Candidate {
    std::size_t size;
    std::size_t index;
    auto operator<=>(const Candidate&) const = default;
  };

  std::size_t room_;
  std::size_t smallest_;
  std::size_t used_ = 0;
  std::vector<Candidate> candidates_;  // a heap, the largest first
};

}  // namespace mapigate::mapi
