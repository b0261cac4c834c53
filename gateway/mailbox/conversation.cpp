#include "gateway/mailbox/conversation.hpp"

#include <openssl/evp.h>
#include <unicase.h>

namespace mapigate::mailbox {

namespace {

constexpr std::size_t header_size = 22;  // of a conversation index, without its response levels
constexpr std::size_t guid_at = 6;
constexpr std::size_t guid_size = 16;
constexpr std::size_t max_topic = 255;

// One by one, so that the length stays, and in no locale: "i" becomes "I" everywhere.
char16_t to_upper(char16_t unit) {
  const ucs4_t upper = uc_toupper(unit);
  return upper <= 0xFFFF ? static_cast<char16_t>(upper) : unit;
}

}  // namespace

std::optional<wire::Bytes> conversation_id(wire::ByteView index, std::u16string_view topic) {
  if (index.size() >= header_size && index[0] == 0x01) {
    const auto guid = index.subspan(guid_at, guid_size);
    return wire::Bytes(guid.begin(), guid.end());
  }
  wire::Bytes characters;
  for (const char16_t unit : topic.substr(0, max_topic)) {
    if (unit == 0) break;
    const char16_t upper = to_upper(unit);
    characters.push_back(static_cast<std::uint8_t>(upper & 0xFF));
    characters.push_back(static_cast<std::uint8_t>(upper >> 8));
  }
  if (characters.empty()) return std::nullopt;
  wire::Bytes id(guid_size);
  if (EVP_Digest(characters.data(), characters.size(), id.data(), nullptr, EVP_md5(), nullptr) != 1) {
    return std::nullopt;
  }
  return id;
}

}  // namespace mapigate::mailbox
