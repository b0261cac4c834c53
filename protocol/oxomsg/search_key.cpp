#include "protocol/oxomsg/search_key.hpp"

#include <algorithm>

namespace mapigate::oxomsg {

namespace {

wire::u8 upper(char c) { return static_cast<wire::u8>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c); }

}  // namespace

wire::Bytes search_key(std::string_view address_type, std::string_view email_address) {
  wire::Bytes key;
  key.reserve(address_type.size() + email_address.size() + 2);
  std::ranges::transform(address_type, std::back_inserter(key), upper);
  key.push_back(':');
  std::ranges::transform(email_address, std::back_inserter(key), upper);
  key.push_back(0);
  return key;
}

std::optional<SearchKeyAddress> address_of(wire::ByteView search_key) {
  if (search_key.empty() || search_key.back() != 0) return std::nullopt;
  const std::string_view text(reinterpret_cast<const char*>(search_key.data()), search_key.size() - 1);
  const auto colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  return SearchKeyAddress{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

}  // namespace mapigate::oxomsg
