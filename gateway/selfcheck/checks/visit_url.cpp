#include "gateway/selfcheck/checks/visit_url.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "gateway/base/encoding.hpp"
#include "gateway/selfcheck/advice.hpp"
#include "gateway/selfcheck/checks/address.hpp"
#include "gateway/selfcheck/checks/connect.hpp"
#include "gateway/selfcheck/checks/http_get.hpp"
#include "gateway/selfcheck/checks/http_post.hpp"
#include "gateway/selfcheck/checks/redirect.hpp"
#include "gateway/selfcheck/checks/tls.hpp"
#include "gateway/selfcheck/concurrently.hpp"

namespace mapigate::selfcheck {

namespace asio = boost::asio;

namespace {

// Measures one step.
class Stopwatch {
 public:
  explicit Stopwatch(const Clock& clock) : clock_(clock), start_(clock.steady_now()) {}
  std::chrono::steady_clock::duration elapsed() const { return clock_.steady_now() - start_; }

 private:
  const Clock& clock_;
  Clock::SteadyTime start_;
};

// What one address of a URL led to.
struct PlaceVisit {
  Visit visit;
  std::optional<Url> redirect;  // where to go on; the outcome is open then
};

void note_redirect(PlaceVisit& out, const Place& place, const std::string& location, unsigned status,
                   std::string_view request, std::chrono::steady_clock::duration elapsed,
                   const std::vector<Url>& trail) {
  out.redirect = judge_redirect(place, location, status, trail, out.visit);
  out.visit.steps.add(out.redirect ? StepStatus::ok : StepStatus::failed, elapsed,
                      fmt::format("{}: {}, redirect to {}", request, status, printable(trim(location))));
}

asio::awaitable<void> ask_https(Walk& walk, const Place& place, ProbeConnection& connection,
                                const http::TlsOutcome& tls, const std::vector<Url>& trail, PlaceVisit& out) {
  const Context& context = walk.context;
  const Nonces::Expected nonce(context.nonces);
  const Challenge challenge{nonce.hex(), walk.label()};
  const Stopwatch watch(context.clock);
  const Answer answer = co_await connection.exchange(challenge_request(place.url, walk.name, challenge));
  const Received received{tls.chain.empty() ? std::string() : tls.chain.front().sha256, nonce.arrived()};
  const auto location = judge_answer(place, challenge, answer, received, watch.elapsed(), out.visit);
  if (location) note_redirect(out, place, *location, answer.response.status, "POST", watch.elapsed(), trail);
}

asio::awaitable<void> ask_http(Walk& walk, const Place& place, ProbeConnection& connection,
                               const std::vector<Url>& trail, PlaceVisit& out) {
  const Stopwatch watch(walk.context.clock);
  const Answer answer = co_await connection.exchange(redirect_request(place.url));
  const auto location = judge_plain_answer(place, answer, watch.elapsed(), out.visit);
  if (location) note_redirect(out, place, *location, answer.response.status, "GET", watch.elapsed(), trail);
}

asio::awaitable<void> probe(Walk& walk, const Url& url, asio::ip::address address,
                            const std::vector<Url>& trail, PlaceVisit& out) {
  const Semaphore::Place open = co_await walk.connections.enter();
  const Place place{walk.context, walk.method, walk.name, url, std::move(address)};
  const auto connection =
      walk.context.prober.open({place.address, url.port}, url.secure ? url.host : std::string());
  const Stopwatch connecting(walk.context.clock);
  const boost::system::error_code connected = co_await connection->connect();
  if (!judge_connect(place, connected, connecting.elapsed(), out.visit)) co_return;

  PlaceVisit below;
  if (url.secure) {
    const Stopwatch shaking(walk.context.clock);
    const http::TlsOutcome tls = co_await connection->handshake();
    if (judge_tls(place, tls, shaking.elapsed(), below.visit)) {
      co_await ask_https(walk, place, *connection, tls, trail, below);
    }
  } else {
    co_await ask_http(walk, place, *connection, trail, below);
  }
  out.redirect = std::move(below.redirect);
  out.visit.outcome = below.visit.outcome;
  out.visit.absorb(std::move(below.visit));
}

// Goes on from the redirects of all addresses; each place's outcome becomes that of its redirect.
asio::awaitable<void> follow(Walk& walk, std::vector<PlaceVisit>& places, const std::vector<Url>& trail,
                             Visit& out) {
  std::vector<std::pair<Url, MethodOutcome>> followed;
  for (PlaceVisit& place : places) {
    if (!place.redirect) continue;
    const auto known = std::ranges::find(followed, *place.redirect, &std::pair<Url, MethodOutcome>::first);
    if (known != followed.end()) {
      place.visit.outcome = known->second;
      continue;
    }
    Visit next = co_await visit_url(walk, *place.redirect, trail);
    if (next.outcome.outcome == Outcome::absent) {
      next.outcome = {Outcome::broken, false};
      next.findings.add({FindingId::redirect_invalid,
                         {},
                         walk.method,
                         fmt::format("{} is redirected to {}, which has no address", trail.back().to_string(),
                                     place.redirect->host),
                         {},
                         host_line(place.redirect->host, walk.context.identity.gateway_host)});
    }
    place.visit.outcome = next.outcome;
    followed.emplace_back(*place.redirect, next.outcome);
    Steps below;
    below.add(StepStatus::ok, {}, fmt::format("follow the redirect to {}", place.redirect->to_string()));
    below.add_below(std::move(next.steps));
    next.steps = std::move(below);
    out.absorb(std::move(next));
  }
}

}  // namespace

std::string Walk::label() const { return fmt::format("{}/{}", to_string(method), name); }

asio::awaitable<Visit> visit_url(Walk& walk, Url url, std::vector<Url> trail) {
  Visit out;
  if (--walk.visits_left < 0) {
    out.outcome = {Outcome::broken, false};
    out.steps.add(StepStatus::failed, {}, "not followed: too many redirects in all");
    out.findings.add({FindingId::redirect_too_many,
                      {},
                      walk.method,
                      fmt::format("{} is redirected to too many places",
                                  trail.empty() ? url.to_string() : trail.front().to_string()),
                      {},
                      {}});
    co_return out;
  }
  trail.push_back(url);

  std::vector<asio::ip::address> addresses;
  if (const auto literal = url.address()) {
    addresses.push_back(*literal);
  } else {
    Addresses found = co_await look_up_addresses(walk.context, walk.method, url.host);
    out.steps = std::move(found.steps);
    out.findings = std::move(found.findings);
    if (!found.cname_chain.empty()) out.alias = found.cname_chain.back();
    out.nxdomain = found.nxdomain;
    if (found.failure) {
      out.outcome = {*found.failure, false};
      co_return out;
    }
    addresses = std::move(found.addresses);
  }

  std::vector<PlaceVisit> places(addresses.size());
  std::vector<asio::awaitable<void>> probes;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    probes.push_back(probe(walk, url, addresses[i], trail, places[i]));
  }
  co_await run_all(std::move(probes));
  for (PlaceVisit& place : places) {
    out.steps.append(std::move(place.visit.steps));
    out.findings.add(std::move(place.visit.findings).take());
    out.gateway_refused = out.gateway_refused || place.visit.gateway_refused;
    out.gateway_connected = out.gateway_connected || place.visit.gateway_connected;
  }
  out.silent = std::ranges::all_of(places, [](const PlaceVisit& place) {
    return !place.redirect && place.visit.outcome.outcome == Outcome::untested;
  });
  co_await follow(walk, places, trail, out);
  out.outcome = places.front().visit.outcome;
  for (const PlaceVisit& place : places) out.outcome = combine(out.outcome, place.visit.outcome);
  co_return out;
}

}  // namespace mapigate::selfcheck
