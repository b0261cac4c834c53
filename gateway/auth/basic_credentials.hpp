#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/auth/secret.hpp"
#include "gateway/http/message.hpp"

namespace mapigate::auth {

// What a client sent with the Basic scheme (RFC 7617).
struct BasicCredentials {
  std::string login;  // UTF-8, as sent
  Secret password;    // UTF-8
};

// The part of the Authorization header behind "Basic", for Basic; empty for no such header, for another
// scheme, and when there are several (RFC 9110 section 5.3 allows one).
std::string_view basic_token(const http::HeaderViews& headers);

// Nothing when it is not base64 of "user:password", longer than 1024 octets, or has a control character.
std::optional<BasicCredentials> decode_basic(std::string_view token);

// The address that a login names: what is in front of a backslash is dropped, since Outlook puts a domain
// there ("EXAMPLE\alice@example.org", "\alice@example.org"). Where the rest is no address and the front may
// be a mail domain, both are joined: "example.org\alice" is alice@example.org. Anything else is returned as
// it is: it is no address, and nobody is found under it.
std::string address_of_login(std::string_view login);

}  // namespace mapigate::auth
