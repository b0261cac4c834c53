// What a client sends as Authorization: Basic. Whatever comes out is UTF-8 without control characters, and
// stays the same when it is made canonical twice.

#include <cstdint>
#include <cstdlib>

#include "gateway/auth/basic_credentials.hpp"
#include "gateway/auth/password_text.hpp"
#include "gateway/base/encoding.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace mapigate;
  const std::string token = to_base64({data, size});
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  for (const std::string_view text : {std::string_view(token), raw}) {
    const auto credentials = auth::decode_basic(text);
    if (!credentials) continue;
    if (!is_valid_utf8(credentials->login) || !is_valid_utf8(credentials->password.view())) std::abort();
    if (auth::address_of_login(credentials->login).size() > credentials->login.size()) std::abort();
    const auth::Secret once = auth::canonical_password(credentials->password.view());
    const auth::Secret twice = auth::canonical_password(once.view());
    if (once.view() != twice.view()) std::abort();
  }
  return 0;
}
