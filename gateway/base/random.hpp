#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace mapigate {

// Unpredictable bytes: session cookies, nonces, GUIDs, jitter. May be called from any thread.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;

  // A uniformly distributed number in [0, bound); 0 when bound is 0.
  std::uint64_t below(std::uint64_t bound);
  // `bytes` random bytes as lower-case hexadecimal digits.
  std::string hex(std::size_t bytes);
};

// The operating system's generator, through libsodium.
class SystemRandom final : public RandomSource {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace mapigate
