#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "gateway/store/store_error.hpp"

namespace mapigate::store {

// A value too large to be carried about in memory: a body, the contents of an attachment. Text is UTF-16LE
// without a terminator. Immutable; may be used from any thread.
class LargeValue {
 public:
  virtual ~LargeValue() = default;
  virtual std::uint64_t size() const = 0;  // bytes
  // Fills `out` from `offset` on and returns how many bytes there were: fewer than asked for only at the end.
  // not_found where the value has been deleted meanwhile.
  virtual StoreResult<std::size_t> read(std::uint64_t offset, std::span<std::uint8_t> out) const = 0;
};

using LargeValuePtr = std::shared_ptr<const LargeValue>;

}  // namespace mapigate::store
