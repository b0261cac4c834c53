#pragma once

#include <sodium.h>

#include <string_view>
#include <vector>

namespace mapigate::auth {

// Bytes that are wiped when they are no longer needed: passwords, and what they are taken from. A move hands
// the memory over, so that no copy stays behind.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view bytes) : bytes_(bytes.begin(), bytes.end()) {}
  ~Secret() { wipe(); }
  Secret(Secret&& other) noexcept = default;
  Secret& operator=(Secret&& other) noexcept {
    wipe();
    bytes_ = std::move(other.bytes_);
    return *this;
  }

  // Never a null pointer: C functions forbid it even where the length is 0.
  std::string_view view() const { return {bytes_.empty() ? "" : bytes_.data(), bytes_.size()}; }
  bool empty() const { return bytes_.empty(); }

 private:
  void wipe() {
    if (!bytes_.empty()) sodium_memzero(bytes_.data(), bytes_.size());
    bytes_.clear();
  }

  std::vector<char> bytes_;
};

}  // namespace mapigate::auth
