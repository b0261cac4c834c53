#pragma once

#include "gateway/auth/credential_verifier.hpp"
#include "gateway/auth/password_hasher.hpp"
#include "gateway/base/log.hpp"
#include "gateway/directory/directory.hpp"

namespace mapigate::auth {

// Verifies against the hash in the embedded directory, and stores it anew when it was made with other
// parameters than those configured now. Computes one hash in every case: also for unknown and disabled users,
// and for those without a password.
class DirectoryVerifier final : public CredentialVerifier {
 public:
  DirectoryVerifier(directory::Directory& directory, PasswordHasher& hasher, const Logger& log);

  Verdict verify(const directory::User* user, std::string_view password) override;

 private:
  void rehash(const directory::User& user, std::string_view old_hash, std::string_view password);

  directory::Directory& directory_;
  PasswordHasher& hasher_;
  const Logger& log_;
  directory::User nobody_;
};

}  // namespace mapigate::auth
