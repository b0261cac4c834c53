#pragma once

#include <array>
#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "gateway/base/random.hpp"

namespace mapigate::auth {

// Stands for a credential: without the key of this process nothing about the credential follows from it.
struct CredentialKey {
  std::array<std::uint8_t, 32> bytes{};
  bool operator==(const CredentialKey&) const = default;
};

struct CredentialKeyHash {
  std::size_t operator()(const CredentialKey& key) const {
    std::size_t prefix = 0;  // already as good as random
    std::memcpy(&prefix, key.bytes.data(), sizeof prefix);
    return prefix;
  }
};

// Hashes under keys that are drawn anew for each process and never leave it.
class KeyedHash {
 public:
  explicit KeyedHash(RandomSource& random);
  ~KeyedHash();
  KeyedHash(const KeyedHash&) = delete;
  KeyedHash& operator=(const KeyedHash&) = delete;

  // BLAKE2b.
  CredentialKey credential(std::string_view text) const;
  // SipHash-2-4: for tables that an attacker may fill with texts of their choice.
  std::uint64_t number(std::string_view text) const;
  // One number for a client: an IPv4 address, also in its IPv6 form, or the /64 of an IPv6 address, which is
  // what one subscriber has at least.
  std::uint64_t client(const boost::asio::ip::address& address) const;

 private:
  std::array<std::uint8_t, 32> credential_key_{};
  std::array<std::uint8_t, 16> number_key_{};
};

}  // namespace mapigate::auth
