#pragma once

#include <atomic>

#include "gateway/auth/authenticator.hpp"
#include "gateway/auth/config.hpp"
#include "gateway/auth/credential_cache.hpp"
#include "gateway/auth/credential_verifier.hpp"
#include "gateway/auth/keyed_hash.hpp"
#include "gateway/auth/metrics.hpp"
#include "gateway/auth/single_flight.hpp"
#include "gateway/auth/tarpit.hpp"
#include "gateway/auth/throttle.hpp"
#include "gateway/auth/worker_pool.hpp"
#include "gateway/base/log.hpp"

namespace mapigate::auth {

// HTTP Basic (RFC 7617), over TLS only. In the order in which a request meets them:
//
//   1. the cache of verified credentials: no password is hashed, nothing is throttled;
//   2. the cache of refused ones: a device that keeps sending an old password costs its owner no
//      further token;
//   3. the throttle; what it stops waits some seconds for its 401;
//   4. one verification on a worker thread, for all requests that wait for the same one. The throttle is
//      asked again when its turn comes, so that a burst of attempts does not pass before its first failures.
class BasicAuthenticator final : public Authenticator {
 public:
  // The references must outlive this object. When it is destroyed, no other call of it may be made any more;
  // a coroutine that waits for a verification is then resumed, unless its io_context is gone before.
  BasicAuthenticator(const Config& config, directory::Directory& directory, CredentialVerifier& verifier,
                     const Clock& clock, RandomSource& random, const Logger& log,
                     prometheus::Registry& metrics);

  boost::asio::awaitable<AuthResult> authenticate(const http::Request& request) override;

 private:
  struct Attempt;

  boost::asio::awaitable<AuthResult> verify(const http::Request& request, std::string_view token,
                                            CredentialKey key, std::uint64_t client);
  void look_up(Attempt& attempt) const;
  void run(Attempt& attempt);
  void accept(Attempt& attempt);
  void reject(Attempt& attempt, Throttle::Admission admission);
  std::uint64_t account_number(const directory::User* user, std::string_view address) const;

  directory::Directory& directory_;
  CredentialVerifier& verifier_;
  const Logger& log_;
  Metrics metrics_;
  Tarpit tarpit_;
  KeyedHash hash_;
  CredentialCache accepted_;
  CredentialCache refused_;
  Throttle throttle_;
  SingleFlight flights_;
  std::atomic<bool> overloaded_ = false;  // since it was last said in the log
  WorkerPool pool_;                       // the last member: its jobs use the others
};

}  // namespace mapigate::auth
