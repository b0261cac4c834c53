#pragma once

#include <boost/asio/awaitable.hpp>
#include <utility>
#include <variant>

#include "gateway/directory/user.hpp"
#include "gateway/http/message.hpp"

namespace mapigate::auth {

// Who sent a request.
struct Identity {
  directory::UserPtr user;  // never null
};

// Either who it is, or the response to send instead of an answer.
class AuthResult {
 public:
  AuthResult(Identity identity) : value_(std::move(identity)) {}
  AuthResult(http::Response refusal) : value_(std::move(refusal)) {}

  bool accepted() const { return std::holds_alternative<Identity>(value_); }
  // Only when accepted.
  const directory::UserPtr& user() const { return std::get<Identity>(value_).user; }
  // Only when not accepted: 401 with the challenge, 403 over plain HTTP, or 503 with Retry-After.
  http::Response& refusal() { return std::get<http::Response>(value_); }

 private:
  std::variant<Identity, http::Response> value_;
};

// Finds out who sent a request. May be called from any number of threads; each call continues on the executor
// of its own coroutine, which must be single-threaded (one io_context a thread).
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // A known credential is answered at once. Otherwise this suspends while a password is verified, and for
  // some seconds when attempts are throttled. When the coroutine is cancelled meanwhile it returns a refusal
  // at once, or throws operation_aborted. The request must live until it returns.
  virtual boost::asio::awaitable<AuthResult> authenticate(const http::Request& request) = 0;
};

}  // namespace mapigate::auth
