#include "gateway/auth/password_hasher.hpp"

#include <fmt/core.h>
#include <sodium.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "gateway/auth/password_text.hpp"

namespace mapigate::auth {

namespace {

enum class HashKind { current, outdated, invalid };

HashKind kind_of(std::string_view hash, const HashConfig& config) {
  if (hash.empty() || hash.size() >= crypto_pwhash_STRBYTES) return HashKind::invalid;
  const int code = crypto_pwhash_str_needs_rehash(std::string(hash).c_str(), config.operations,
                                                  std::size_t{config.memory_kib} * 1024);
  return code == 0 ? HashKind::current : code == 1 ? HashKind::outdated : HashKind::invalid;
}

}  // namespace

Argon2Hasher::Argon2Hasher(const HashConfig& config) : config_(config) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  std::array<char, 32> random{};
  randombytes_buf(random.data(), random.size());
  auto made = hash({random.data(), random.size()});
  if (!made) throw std::runtime_error(made.error().message);
  hash_of_nobody_ = std::move(*made);
}

Result<std::string> Argon2Hasher::hash(std::string_view password) {
  const Secret canonical = canonical_password(password);
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), canonical.view().data(), canonical.view().size(), config_.operations,
                            std::size_t{config_.memory_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Error{fmt::format("a password cannot be hashed with {} KiB of memory", config_.memory_kib)};
  }
  return std::string(text.data());
}

HashMatch Argon2Hasher::verify(std::string_view hash, std::string_view password) {
  const bool known = kind_of(hash, config_) != HashKind::invalid;
  const std::string text(known ? hash : hash_of_nobody_);
  const Secret canonical = canonical_password(password);
  errno = 0;
  if (crypto_pwhash_str_verify(text.c_str(), canonical.view().data(), canonical.view().size()) == 0) {
    return known ? HashMatch::match : HashMatch::mismatch;
  }
  return errno == ENOMEM ? HashMatch::failed : HashMatch::mismatch;
}

bool Argon2Hasher::needs_rehash(std::string_view hash) const {
  return kind_of(hash, config_) == HashKind::outdated;
}

}  // namespace mapigate::auth
