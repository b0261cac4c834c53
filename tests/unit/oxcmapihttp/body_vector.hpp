#pragma once

#include "tests/unit/wire/hex_vector.hpp"

namespace mapigate::oxcmapihttp {

// The vector with the structure it is one of: read, compared by the caller, written, cut at every length, and
// with a byte too many.
template <class T>
T checked(const std::string& file) {
  const auto bytes = wire::hex_vector("MS-OXCMAPIHTTP/" + file);
  wire::expect_exact<T>(bytes);
  return wire::parse<T>(bytes).value();
}

}  // namespace mapigate::oxcmapihttp
