#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mapigate::wire {

using Bytes = std::vector<std::uint8_t>;
// A view does not keep its bytes alive. As the type of a field it refers into the buffer that was read.
using ByteView = std::span<const std::uint8_t>;

using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using i16 = std::int16_t;
using i32 = std::int32_t;
using i64 = std::int64_t;

}  // namespace mapigate::wire
