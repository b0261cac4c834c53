#include "gateway/auth/keyed_hash.hpp"

#include <sodium.h>

#include <stdexcept>

namespace mapigate::auth {

static_assert(sizeof(CredentialKey) == crypto_generichash_BYTES);

KeyedHash::KeyedHash(RandomSource& random) {
  static_assert(crypto_generichash_KEYBYTES == 32 && crypto_shorthash_KEYBYTES == 16);
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  random.fill(credential_key_);
  random.fill(number_key_);
}

KeyedHash::~KeyedHash() {
  sodium_memzero(credential_key_.data(), credential_key_.size());
  sodium_memzero(number_key_.data(), number_key_.size());
}

CredentialKey KeyedHash::credential(std::string_view text) const {
  CredentialKey key;
  crypto_generichash(key.bytes.data(), key.bytes.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), credential_key_.data(), credential_key_.size());
  return key;
}

std::uint64_t KeyedHash::number(std::string_view text) const {
  std::uint64_t value = 0;
  static_assert(sizeof value == crypto_shorthash_BYTES);
  crypto_shorthash(reinterpret_cast<unsigned char*>(&value),
                   reinterpret_cast<const unsigned char*>(text.data()), text.size(), number_key_.data());
  return value;
}

std::uint64_t KeyedHash::client(const boost::asio::ip::address& address) const {
  const auto hash = [this](const auto& bytes, std::size_t size) {
    return number({reinterpret_cast<const char*>(bytes.data()), size});
  };
  if (address.is_v4()) return hash(address.to_v4().to_bytes(), 4);
  const boost::asio::ip::address_v6 v6 = address.to_v6();
  const auto bytes = v6.to_bytes();
  if (!v6.is_v4_mapped()) return hash(bytes, 8);
  return number({reinterpret_cast<const char*>(bytes.data()) + 12, 4});  // RFC 4291 section 2.5.5.2
}

}  // namespace mapigate::auth
