#include "gateway/directory/public_store.hpp"

#include <openssl/evp.h>

#include <array>
#include <span>

#include "gateway/base/encoding.hpp"
#include "gateway/directory/user_rules.hpp"

namespace mapigate::directory {

std::string public_store_guid(std::string_view domain) {
  // RFC 4122 appendix C: the name space of domain names.
  constexpr std::string_view name_space("\x6B\xA7\xB8\x10\x9D\xAD\x11\xD1\x80\xB4\x00\xC0\x4F\xD4\x30\xC8",
                                        16);
  const std::string name = std::string(name_space) + "public-folders." + std::string(domain);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  EVP_Digest(name.data(), name.size(), digest.data(), nullptr, EVP_sha1(), nullptr);
  digest[6] = static_cast<unsigned char>((digest[6] & 0x0F) | 0x50);
  digest[8] = static_cast<unsigned char>((digest[8] & 0x3F) | 0x80);
  std::string text = to_hex(std::span(digest).first<16>());
  for (const std::size_t position : {8, 13, 18, 23}) text.insert(position, 1, '-');
  return text;
}

User public_store(std::string_view domain) {
  User store;
  store.mailbox_guid = public_store_guid(domain);
  // An address that no user has, nor wants to have.
  store.address = store.mailbox_guid + "@" + std::string(domain);
  store.display_name = "Public Folders";
  store.legacy_dn = new_legacy_dn(store.mailbox_guid, "public-folders@");
  store.enabled = false;
  return store;
}

bool is_public_store_of(const User& user, std::string_view address, std::string_view legacy_dn) {
  const User store = public_store(user.domain());
  return legacy_dn.empty() ? equal_ignoring_case(address, store.address)
                           : equal_ignoring_case(legacy_dn, store.legacy_dn);
}

}  // namespace mapigate::directory
