#pragma once

#include <gtest/gtest.h>

#include <numeric>

#include "gateway/store/large_value.hpp"
#include "protocol/wire/bytes.hpp"

namespace mapigate::store {

// `size` bytes that count up from `first`.
inline wire::Bytes pattern(std::size_t size, std::uint8_t first = 1) {
  wire::Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), first);
  return bytes;
}

// Everything in a spool or a large value; asks for more than there is.
wire::Bytes all_of(const auto& value) {
  wire::Bytes bytes(value.size() + 10);
  const auto count = value.read(0, bytes);
  EXPECT_TRUE(count);
  bytes.resize(count ? *count : 0);
  return bytes;
}

}  // namespace mapigate::store
