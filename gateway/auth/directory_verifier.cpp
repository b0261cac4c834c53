#include "gateway/auth/directory_verifier.hpp"

#include "gateway/auth/messages.hpp"

namespace mapigate::auth {

DirectoryVerifier::DirectoryVerifier(directory::Directory& directory, PasswordHasher& hasher,
                                     const Logger& log)
    : directory_(directory), hasher_(hasher), log_(log) {
  nobody_.address = "(unknown user)";
  nobody_.mailbox_guid = "00000000-0000-0000-0000-000000000000";
}

Verdict DirectoryVerifier::verify(const directory::User* user, std::string_view password) {
  const directory::User& subject = user ? *user : nobody_;
  const auto stored = directory_.password_hash(subject);
  if (!stored) {
    log_(messages::directory_unavailable, subject.address, stored.error().message);
    return Verdict::unavailable;
  }
  const HashMatch match = hasher_.verify(*stored, password);
  if (match == HashMatch::failed) {
    log_(messages::hash_failed, subject.address);
    return Verdict::unavailable;
  }
  if (match == HashMatch::mismatch || !user || !user->enabled) return Verdict::rejected;
  if (hasher_.needs_rehash(*stored)) rehash(*user, *stored, password);
  return Verdict::accepted;
}

void DirectoryVerifier::rehash(const directory::User& user, std::string_view old_hash,
                               std::string_view password) {
  const auto renewed = hasher_.hash(password);
  if (!renewed) return log_(messages::rehash_failed, user.address, renewed.error().message);
  const auto stored = directory_.rehash_password(user, old_hash, *renewed);
  if (!stored) log_(messages::rehash_failed, user.address, stored.error().message);
}

}  // namespace mapigate::auth
