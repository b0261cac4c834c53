#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "gateway/base/random.hpp"

namespace mapigate::selfcheck {

// The nonces this process has sent out and waits for, and which of them have arrived here. Nonces that this
// process has not sent are not remembered, so that strangers who send challenges cost no memory and cannot
// push ours out. May be used from any thread.
class Nonces {
 public:
  static constexpr std::size_t bytes = 16;

  explicit Nonces(RandomSource& random) : random_(random) {}

  // One nonce, expected as long as this object lives.
  class Expected {
   public:
    explicit Expected(Nonces& nonces);
    ~Expected();
    Expected(const Expected&) = delete;
    Expected& operator=(const Expected&) = delete;

    const std::string& hex() const { return hex_; }
    bool arrived() const;

   private:
    Nonces& nonces_;
    std::string hex_;
  };

  // Notes that a request with this nonce has come in.
  void note(std::string_view hex);

 private:
  RandomSource& random_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, bool> arrived_by_nonce_;
};

}  // namespace mapigate::selfcheck
