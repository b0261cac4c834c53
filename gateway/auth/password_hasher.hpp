#pragma once

#include <string>
#include <string_view>

#include "gateway/auth/config.hpp"
#include "gateway/base/result.hpp"

namespace mapigate::auth {

enum class HashMatch {
  match,
  mismatch,
  failed,  // could not be computed: out of memory
};

// Turns passwords into hashes. Every call takes tens of milliseconds and megabytes of memory, on purpose:
// none may run on a connection's thread. Passwords are taken through canonical_password(). May be called from
// any thread.
class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;

  virtual Result<std::string> hash(std::string_view password) = 0;
  // A text that is not a hash (the empty one of a user without a password) matches nothing, in the same time.
  virtual HashMatch verify(std::string_view hash, std::string_view password) = 0;
  // Whether the hash was made with other parameters than those configured now.
  virtual bool needs_rehash(std::string_view hash) const = 0;
};

// argon2id of libsodium; a hash is a text "$argon2id$v=19$m=...,t=...,p=1$salt$hash" of at most 127
// characters.
class Argon2Hasher final : public PasswordHasher {
 public:
  // Computes one hash, to compare with where there is none.
  explicit Argon2Hasher(const HashConfig& config);

  Result<std::string> hash(std::string_view password) override;
  HashMatch verify(std::string_view hash, std::string_view password) override;
  bool needs_rehash(std::string_view hash) const override;

 private:
  HashConfig config_;
  std::string hash_of_nobody_;
};

}  // namespace mapigate::auth
