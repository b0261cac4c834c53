#pragma once

#include <string_view>

#include "gateway/directory/user.hpp"

namespace mapigate::auth {

enum class Verdict {
  accepted,
  rejected,     // wrong password, no password, not enabled, unknown
  unavailable,  // cannot be told now: a store, server or memory is missing
};

// Says whether a password is that of a user: by the directory's own hashes, or by asking an IMAP, LDAP or
// Kerberos server.
class CredentialVerifier {
 public:
  virtual ~CredentialVerifier() = default;
  // `user` is null for a login that the directory does not know; then the verdict must not come faster than
  // for a wrong password. `password` is not empty, and UTF-8 as typed. Runs on a worker thread, never on a
  // connection's: it may block, for as long as a worker can be missed. Called from several threads at once.
  // Must not throw.
  virtual Verdict verify(const directory::User* user, std::string_view password) = 0;
};

}  // namespace mapigate::auth
