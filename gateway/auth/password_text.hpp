#pragma once

#include <string_view>

#include "gateway/auth/secret.hpp"
#include "gateway/base/result.hpp"

namespace mapigate::auth {

// The text that a client meant by the bytes of a user name or password. RFC 7617 section 2.1: UTF-8, since
// the challenge says so; clients that ignore it send the code page of their system. Bytes that are not valid
// UTF-8 are therefore read as windows-1252, which is ISO 8859-1 with printable characters in place of the C1
// controls. Bytes that are valid UTF-8 are never read in the second way: the texts that this would misread
// ("Ã©") are not typed by anybody, and each reading would cost another hash.
Secret text_of_client_bytes(std::string_view bytes);

// The form in which a password is hashed: NFC, every space a U+0020 (RFC 8265 section 4.2.2, OpaqueString),
// so that the same password typed on macOS, Windows or a phone is the same. Bytes that are not UTF-8 stay as
// they are.
Secret canonical_password(std::string_view password);

// Whether a password may be set: 8 to 512 octets of UTF-8 without control characters (RFC 7617 section 2 lets
// a client send no control character).
Result<void> check_new_password(std::string_view password);

}  // namespace mapigate::auth
