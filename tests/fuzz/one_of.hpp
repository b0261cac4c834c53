#pragma once

#include "tests/fuzz/round_trip.hpp"

namespace mapigate::fuzz {

// Gives the data to the one of these functions that its first byte says.
template <auto... functions>
void one_of(wire::ByteView data) {
  static constexpr void (*table[])(wire::ByteView) = {functions...};
  if (!data.empty()) table[data[0] % sizeof...(functions)](data.subspan(1));
}

// For a structure of which other bytes can be read as the same value: a string that is empty, and one of
// nothing but its terminator. Only what was written must come back as it was.
template <class T>
void normalized_round_trip(wire::ByteView data) {
  if (const auto value = wire::parse<T>(data)) round_trip<T>(wire::serialize(*value).value());
}

}  // namespace mapigate::fuzz
