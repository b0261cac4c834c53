#pragma once

#include <atomic>

#include "gateway/auth/password_hasher.hpp"

namespace mapigate::auth {

// A hasher that takes no time and counts: the hash of a password is the parameters (one character), a colon
// and the password.
class CountingHasher final : public PasswordHasher {
 public:
  Result<std::string> hash(std::string_view password) override {
    ++hashes;
    if (hash_fails) return Error{"no memory"};
    return std::string(1, parameters) + ":" + std::string(password);
  }
  HashMatch verify(std::string_view hash, std::string_view password) override {
    ++verifications;
    if (verify_fails) return HashMatch::failed;
    return hash.size() >= 2 && hash.substr(2) == password ? HashMatch::match : HashMatch::mismatch;
  }
  bool needs_rehash(std::string_view hash) const override { return hash.front() != parameters; }

  std::atomic<int> hashes = 0;
  std::atomic<int> verifications = 0;
  std::atomic<char> parameters = '1';
  std::atomic<bool> hash_fails = false;
  std::atomic<bool> verify_fails = false;
};

}  // namespace mapigate::auth
