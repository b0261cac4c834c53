#include "gateway/auth/basic_authenticator.hpp"

#include "gateway/auth/basic_credentials.hpp"
#include "gateway/auth/messages.hpp"
#include "gateway/base/encoding.hpp"

namespace mapigate::auth {

namespace {

using Admission = Throttle::Admission;
using Result = Metrics::Result;

// How long and how many refused credentials are remembered. They only spare hashes and tokens.
constexpr std::chrono::minutes refused_life{5};
constexpr std::size_t refused_entries = 4096;

http::Response challenge() {
  http::Response response = http::text_response(401, "Log in with your e-mail address and password.\n");
  // RFC 7617 section 2.1: UTF-8 is the one charset that can be asked for.
  response.headers.add("WWW-Authenticate", "Basic realm=\"Mapigate\", charset=\"UTF-8\"");
  return response;
}

http::Response try_later(std::string seconds) {
  http::Response response =
      http::text_response(503, "The password cannot be verified now. Try again later.\n");
  response.headers.add("Retry-After", std::move(seconds));
  return response;
}

Result throttled_by(Admission refusal) {
  return refusal == Admission::account_empty ? Result::account_throttled : Result::client_throttled;
}

// For the log. What is no address may be a password that was typed in the wrong field.
std::string name_for_log(std::string_view address) {
  return address.find('@') == address.npos ? "(no address)" : printable(address, 100);
}

}  // namespace

// What a verification needs to know when its turn comes. Whatever becomes of it, those who wait hear of it.
struct BasicAuthenticator::Attempt {
  Attempt(SingleFlight& flights_in, BasicCredentials credentials_in)
      : flights(flights_in), credentials(std::move(credentials_in)) {}
  ~Attempt() { land(Result::unavailable); }
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

  void land(Result result, directory::UserPtr known_user = nullptr) {
    if (!std::exchange(landed, true)) flights.land(key, {result, std::move(known_user)});
  }

  SingleFlight& flights;
  BasicCredentials credentials;
  SingleFlight::Key key;
  std::uint64_t generation = 0;  // of the directory, before the user was looked up
  std::string address;
  directory::UserPtr user;  // null: unknown
  Throttle::Attempt throttle{};
  std::string peer;
  bool landed = true;  // until somebody waits
};

BasicAuthenticator::BasicAuthenticator(const Config& config, directory::Directory& directory,
                                       CredentialVerifier& verifier, const Clock& clock, RandomSource& random,
                                       const Logger& log, prometheus::Registry& metrics)
    : directory_(directory),
      verifier_(verifier),
      log_(log),
      metrics_(metrics),
      tarpit_(config.throttle.delay_min, config.throttle.delay_max, random),
      hash_(random),
      accepted_({config.cache_entries, config.cache_life, config.cache_max_life}, directory, clock),
      refused_({refused_entries, refused_life, refused_life}, directory, clock),
      throttle_(config.throttle, clock),
      pool_(config.hash_threads, config.hash_queue) {}

boost::asio::awaitable<AuthResult> BasicAuthenticator::authenticate(const http::Request& request) {
  if (!request.secure) {
    metrics_.count(Result::insecure);
    co_return http::text_response(403, "Passwords are taken over https only.\n");
  }
  const std::string_view token = basic_token(request.headers);
  if (token.empty()) {
    metrics_.count(Result::no_credentials);
    co_return challenge();
  }
  const CredentialKey key = hash_.credential(token);
  const std::uint64_t client = hash_.client(request.peer);
  if (auto hit = accepted_.find(key, client)) {
    metrics_.count(Result::cached);
    if (hit->new_client) throttle_.succeeded({account_number(hit->user.get(), {}), client});
    co_return Identity{std::move(hit->user)};
  }
  if (refused_.find(key, client)) {
    metrics_.count(Result::repeated);
    co_await tarpit_.wait();
    co_return challenge();
  }
  AuthResult result = co_await verify(request, token, key, client);
  co_return result;
}

boost::asio::awaitable<AuthResult> BasicAuthenticator::verify(const http::Request& request,
                                                              std::string_view token, CredentialKey key,
                                                              std::uint64_t client) {
  auto credentials = decode_basic(token);
  if (!credentials || credentials->login.empty() || credentials->password.empty()) {
    metrics_.count(Result::malformed);
    co_return challenge();
  }
  auto attempt = std::make_shared<Attempt>(flights_, std::move(*credentials));
  attempt->key = {key, client};
  attempt->address = address_of_login(attempt->credentials.login);
  look_up(*attempt);
  attempt->peer = request.peer.to_string();

  const Admission admission = throttle_.admit(attempt->throttle);
  if (!Throttle::admitted(admission)) {
    metrics_.count(throttled_by(admission));
    co_await tarpit_.wait();
    co_return challenge();
  }

  const SingleFlight::Joined joined = flights_.join(attempt->key);
  if (joined.first) {
    // From here on the attempt belongs to the job: when the pool ends before it has run, those who wait hear
    // of it.
    Attempt& waiting = *attempt;
    waiting.landed = false;
    const auto priority =
        admission == Admission::known ? WorkerPool::Priority::known : WorkerPool::Priority::ordinary;
    WorkerPool::Job job = [this, mine = std::move(attempt)] { run(*mine); };
    if (pool_.submit(priority, job)) {
      overloaded_ = false;
    } else {
      if (!overloaded_.exchange(true)) log_(messages::overloaded, pool_.waiting());
      waiting.land(Result::overloaded);
    }
  }
  // This object may be gone when the wait ends: only copies are used from then on.
  const Metrics metrics = metrics_;
  const Tarpit tarpit = tarpit_;
  const std::optional<Outcome> outcome = co_await Flight::wait(joined.flight);
  if (!outcome) co_return try_later("5");  // cancelled
  metrics.count(outcome->result);
  switch (outcome->result) {
    case Result::verified:
    case Result::cached:
      co_return Identity{outcome->user};
    case Result::unavailable:
      co_return try_later("30");
    case Result::overloaded:
      co_return try_later("5");
    case Result::repeated:
    case Result::account_throttled:
    case Result::client_throttled:
      co_await tarpit.wait();
      break;
    default:
      break;
  }
  co_return challenge();
}

// On a worker thread.
void BasicAuthenticator::run(Attempt& attempt) try {
  // The same credential may have been verified between the look into the caches and the start of this flight.
  if (auto hit = accepted_.find(attempt.key.credential, attempt.key.client)) {
    if (hit->new_client) throttle_.succeeded(attempt.throttle);
    return attempt.land(Result::cached, std::move(hit->user));
  }
  if (refused_.find(attempt.key.credential, attempt.key.client)) return attempt.land(Result::repeated);
  const Admission admission = throttle_.admit(attempt.throttle);
  if (!Throttle::admitted(admission)) return attempt.land(throttled_by(admission));
  // Another process may have added or changed the user a moment ago. Should this fail, so will the verifier.
  static_cast<void>(directory_.refresh());
  if (directory_.generation() != attempt.generation) look_up(attempt);
  switch (verifier_.verify(attempt.user.get(), attempt.credentials.password.view())) {
    case Verdict::accepted:
      return attempt.user ? accept(attempt) : reject(attempt, admission);
    case Verdict::rejected:
      return reject(attempt, admission);
    case Verdict::unavailable:
      return attempt.land(Result::unavailable);
  }
} catch (const std::exception& failure) {
  log_(messages::verifier_failed, failure.what());
  attempt.land(Result::unavailable);
}

void BasicAuthenticator::accept(Attempt& attempt) {
  throttle_.succeeded(attempt.throttle);
  accepted_.insert(attempt.key.credential, attempt.address, attempt.user, attempt.generation,
                   attempt.key.client);
  log_(messages::accepted, attempt.user->address, attempt.peer);
  attempt.land(Result::verified, attempt.user);
}

void BasicAuthenticator::reject(Attempt& attempt, Admission admission) {
  const Throttle::Emptied emptied = throttle_.failed(attempt.throttle, admission);
  refused_.insert(attempt.key.credential, attempt.address, attempt.user, attempt.generation,
                  attempt.key.client);
  const Result result = !attempt.user           ? Result::unknown_user
                        : attempt.user->enabled ? Result::wrong_password
                                                : Result::disabled;
  const std::string_view reason = result == Result::unknown_user ? "unknown user"
                                  : result == Result::disabled   ? "the user is disabled"
                                                                 : "wrong password";
  const std::string name = name_for_log(attempt.address);
  log_(messages::rejected, name, attempt.peer, reason);
  if (emptied.account) log_(messages::account_throttled, name, attempt.peer);
  if (emptied.client) log_(messages::client_throttled, attempt.peer, name);
  attempt.land(result);
}

void BasicAuthenticator::look_up(Attempt& attempt) const {
  attempt.generation = directory_.generation();
  attempt.user = directory_.find(attempt.address);
  attempt.throttle = {account_number(attempt.user.get(), attempt.address), attempt.key.client};
}

std::uint64_t BasicAuthenticator::account_number(const directory::User* user,
                                                 std::string_view address) const {
  // All addresses of a user are one account; so are all spellings of one that does not exist.
  if (user) return hash_.number(user->mailbox_guid);
  const auto canonical = directory_.canonical_address(address);
  return hash_.number(canonical ? *canonical : to_lower(address));
}

}  // namespace mapigate::auth
