#include "gateway/auth/basic_credentials.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/auth/password_text.hpp"
#include "gateway/base/encoding.hpp"

namespace mapigate::auth {

namespace {

constexpr std::size_t max_decoded = 1024;

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

}  // namespace

std::string_view basic_token(const http::HeaderViews& headers) {
  constexpr std::string_view scheme = "basic ";
  std::string_view value;
  for (const auto& [name, field] : headers) {
    if (name.size() != 13 || !equal_ignoring_case(name, "authorization")) continue;
    if (!value.empty()) return {};
    value = field;
  }
  value = trim(value);
  if (value.size() <= scheme.size() || !equal_ignoring_case(value.substr(0, scheme.size()), scheme))
    return {};
  return trim(value.substr(scheme.size()));
}

std::optional<BasicCredentials> decode_basic(std::string_view token) {
  while (token.ends_with('=')) token.remove_suffix(1);
  if (token.size() > (max_decoded * 4 + 2) / 3) return std::nullopt;
  std::vector<char> decoded(max_decoded);
  std::size_t length = 0;
  const int failure =
      sodium_base642bin(reinterpret_cast<unsigned char*>(decoded.data()), decoded.size(), token.data(),
                        token.size(), nullptr, &length, nullptr, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  std::optional<BasicCredentials> credentials;
  const std::string_view text(decoded.data(), failure ? 0 : length);
  // RFC 7617 section 2: the user-id has no colon, the password may have some.
  if (const std::size_t colon = text.find(':'); colon != text.npos && !has_control_character(text)) {
    credentials = BasicCredentials{std::string(text_of_client_bytes(text.substr(0, colon)).view()),
                                   text_of_client_bytes(text.substr(colon + 1))};
  }
  sodium_memzero(decoded.data(), decoded.size());
  return credentials;
}

std::string address_of_login(std::string_view login) {
  login = trim(login);
  const std::size_t backslash = login.rfind('\\');
  if (backslash == login.npos) return std::string(login);
  const std::string_view rest = login.substr(backslash + 1);
  const std::string_view front = login.substr(0, login.find('\\'));
  // A NetBIOS name has no dot, so it cannot be taken for a mail domain.
  if (rest.find('@') != rest.npos || front.find('.') == front.npos) return std::string(rest);
  return fmt::format("{}@{}", rest, front);
}

}  // namespace mapigate::auth
