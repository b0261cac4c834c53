#include "gateway/base/random.hpp"

#include <sodium.h>

#include <array>
#include <vector>

#include "gateway/base/encoding.hpp"

namespace mapigate {

std::uint64_t RandomSource::below(std::uint64_t bound) {
  if (bound == 0) return 0;
  // Values under 2^64 mod bound are drawn again, so that every remainder is equally likely.
  const std::uint64_t reject_below = (0 - bound) % bound;
  for (;;) {
    std::array<std::uint8_t, 8> bytes{};
    fill(bytes);
    std::uint64_t value = 0;
    for (std::uint8_t byte : bytes) value = value << 8 | byte;
    if (value >= reject_below) return value % bound;
  }
}

std::string RandomSource::hex(std::size_t bytes) {
  std::vector<std::uint8_t> raw(bytes);
  fill(raw);
  return to_hex(raw);
}

void SystemRandom::fill(std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); }

}  // namespace mapigate
