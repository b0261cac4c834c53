#include "gateway/selfcheck/dns/cares_resolver.hpp"

#include <ares.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <numeric>
#include <optional>
#include <utility>

#include "gateway/selfcheck/dns/cares_channel.hpp"
#include "gateway/selfcheck/dns/message.hpp"
#include "gateway/selfcheck/dns/query_rate.hpp"

namespace mapigate::dns {
namespace {

namespace asio = boost::asio;
using boost::asio::awaitable;
using std::chrono::steady_clock;

constexpr int kClassIn = 1;
// A server that was silent this often in a row is asked last for this long.
constexpr int kSilentLimit = 3;
constexpr std::chrono::seconds kAskedLast{30};
constexpr std::size_t kIdleChannels = 4;  // kept for each server when no query is in flight

struct Server {
  ServerAddress address;
  std::string text;
  int silent = 0;  // queries in a row without an answer
  Clock::SteadyTime asked_last_until{};
  std::vector<std::unique_ptr<CaresChannel>> idle;  // with EDNS
};

bool is_silence(DnsStatus status) { return status == DnsStatus::timeout || status == DnsStatus::unreachable; }

// Whether asking the same server once more may end in another way.
bool worth_another_try(DnsStatus status) {
  return status == DnsStatus::timeout || status == DnsStatus::servfail;
}

// Which of two failures says more about the cause: the lower rank.
int rank(DnsStatus status) {
  switch (status) {
    case DnsStatus::servfail:
      return 0;
    case DnsStatus::refused:
      return 1;
    case DnsStatus::rejected:
      return 2;
    case DnsStatus::malformed:
      return 3;
    case DnsStatus::timeout:
      return 4;
    default:
      return 5;
  }
}

struct EncodedQuery {
  int status = ARES_EBADNAME;
  std::vector<std::uint8_t> bytes;
};

EncodedQuery encode_query(const std::string& name, RecordType type, std::uint16_t id, bool edns) {
  EncodedQuery query;
  if (name.empty() || name == "." || name.find('\0') != std::string::npos) return query;
  unsigned char* buffer = nullptr;
  int length = 0;
  query.status = ares_create_query(name.c_str(), kClassIn, static_cast<int>(type), id, /*rd=*/1, &buffer,
                                   &length, edns ? kUdpPayload : 0);
  if (query.status == ARES_SUCCESS) query.bytes.assign(buffer, buffer + length);
  if (buffer) ares_free_string(buffer);
  return query;
}

}  // namespace

struct CaresResolver::Impl {
  Impl(asio::any_io_executor on, const ResolverConfig& with, const Clock& time, RandomSource& numbers)
      : executor(std::move(on)),
        config(with),
        clock(time),
        random(numbers),
        rate(with.queries_per_second),
        permits(with.in_flight) {
    for (const ServerAddress& address : with.servers.empty() ? system_servers() : with.servers)
      servers.push_back({address, address.to_string(), 0, {}, {}});
  }

  asio::any_io_executor executor;
  ResolverConfig config;
  const Clock& clock;
  RandomSource& random;
  QueryRate rate;
  std::vector<Server> servers;
  bool closed = false;

  // Timers that queries sleep on. Closing the resolver cancels them all.
  std::list<asio::steady_timer*> sleepers;

  // Queries in flight, and those that wait for their turn, first come first served.
  struct Turn {
    enum State { in_line, given, over };
    asio::steady_timer* wake;
    State state = in_line;
  };
  std::size_t permits;
  std::list<Turn*> waiting;

  using Self = std::shared_ptr<Impl>;

  // A place among the queries in flight, handed to the next in line at its end.
  class Permit {
   public:
    Permit() = default;
    explicit Permit(Self self) : self_(std::move(self)) {}
    Permit(Permit&&) = default;
    Permit& operator=(Permit&&) = default;
    ~Permit() {
      if (self_) self_->give_back_permit();
    }
    explicit operator bool() const { return self_ != nullptr; }

   private:
    Self self_;
  };

  void close() {
    closed = true;
    for (asio::steady_timer* timer : sleepers) timer->cancel();
  }

  void give_back_permit() {
    if (waiting.empty()) {
      if (++permits < config.in_flight) return;
      for (Server& server : servers)
        if (server.idle.size() > kIdleChannels) server.idle.resize(kIdleChannels);
      return;
    }
    Turn* next = waiting.front();
    waiting.pop_front();
    next->state = Turn::given;
    next->wake->cancel();
  }

  // Until the timer expires or is cancelled; false when the caller is to give up.
  static awaitable<bool> sleep(Self self, asio::steady_timer& timer);
  static awaitable<Permit> acquire(Self self);
  static awaitable<DnsAnswer> query(Self self, std::string name, RecordType type);
  // Nothing when the caller is to give up.
  static awaitable<std::optional<DnsAnswer>> ask(Self self, std::size_t server, std::string name,
                                                 RecordType type, bool edns);

  std::vector<std::size_t> order();
  void note(Server& server, DnsStatus status);
};

awaitable<bool> CaresResolver::Impl::sleep(Self self, asio::steady_timer& timer) {
  if (self->closed) co_return false;
  // Taken off the list also when the coroutine is destroyed while it sleeps.
  struct Entry {
    std::list<asio::steady_timer*>& list;
    std::list<asio::steady_timer*>::iterator at;
    ~Entry() { list.erase(at); }
  };
  const Entry entry{self->sleepers, self->sleepers.insert(self->sleepers.end(), &timer)};
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  co_return !self->closed && state.cancelled() == asio::cancellation_type::none;
}

awaitable<CaresResolver::Impl::Permit> CaresResolver::Impl::acquire(Self self) {
  if (self->closed) co_return Permit();
  if (self->permits > 0) {
    --self->permits;
    co_return Permit(self);
  }
  asio::steady_timer wake(self->executor, steady_clock::time_point::max());
  // A turn that was given but not taken goes to the next in line.
  struct InLine {
    Impl& impl;
    Turn turn;
    std::list<Turn*>::iterator at;
    ~InLine() {
      if (turn.state == Turn::in_line) impl.waiting.erase(at);
      if (turn.state == Turn::given) impl.give_back_permit();
    }
  } place{*self, {&wake}, {}};
  place.at = self->waiting.insert(self->waiting.end(), &place.turn);
  const bool go_on = co_await sleep(self, wake);
  if (!go_on || place.turn.state != Turn::given) co_return Permit();
  place.turn.state = Turn::over;
  co_return Permit(self);
}

// Those that answer first, both groups in the order of the configuration.
std::vector<std::size_t> CaresResolver::Impl::order() {
  const auto now = clock.steady_now();
  std::vector<std::size_t> indices(servers.size());
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  std::stable_partition(indices.begin(), indices.end(),
                        [&](std::size_t i) { return servers[i].asked_last_until <= now; });
  // A silent server whose time is over is tried by this one query; the others need not wait for it too.
  for (Server& server : servers)
    if (server.silent >= kSilentLimit && server.asked_last_until <= now)
      server.asked_last_until = now + kAskedLast;
  return indices;
}

void CaresResolver::Impl::note(Server& server, DnsStatus status) {
  if (!is_silence(status)) {
    server.silent = 0;
    server.asked_last_until = {};
  } else if (++server.silent >= kSilentLimit) {
    server.asked_last_until = clock.steady_now() + kAskedLast;
  }
}

awaitable<std::optional<DnsAnswer>> CaresResolver::Impl::ask(Self self, std::size_t index, std::string name,
                                                             RecordType type, bool edns) {
  asio::steady_timer timer(self->executor);
  const auto now = self->clock.steady_now();
  if (const auto at = self->rate.reserve(now); at > now) {
    timer.expires_after(at - now);
    const bool go_on = co_await sleep(self, timer);
    if (!go_on) co_return std::nullopt;
  }

  const auto started = self->clock.steady_now();
  Server& server = self->servers[index];
  DnsAnswer answer;
  answer.status = DnsStatus::unreachable;
  answer.resolver = server.text;

  std::unique_ptr<CaresChannel> channel;
  if (edns && !server.idle.empty()) {
    channel = std::move(server.idle.back());
    server.idle.pop_back();
  } else {
    channel = CaresChannel::open(self->executor, server.address, edns, self->config.timeout);
  }
  std::uint8_t id[2];
  self->random.fill(id);
  const EncodedQuery query = encode_query(name, type, static_cast<std::uint16_t>(id[0] << 8 | id[1]), edns);
  if (channel && query.status == ARES_SUCCESS) {
    channel->send(query.bytes, timer);
    while (!channel->done()) {
      timer.expires_after(channel->time_left());
      const bool go_on = co_await sleep(self, timer);
      if (!go_on) co_return std::nullopt;
      if (!channel->done()) channel->process_timeouts();
    }
    const CaresChannel::Reply reply = channel->take_reply();
    if (reply.status == ARES_SUCCESS) {
      ReadAnswer read = read_answer(reply.message, type);
      answer = std::move(read.answer);
      answer.resolver = server.text;
      // After an answer without EDNS c-ares may have switched it off for this channel.
      if (edns && read.edns) server.idle.push_back(std::move(channel));
    } else if (reply.status == ARES_ETIMEOUT) {
      answer.status = DnsStatus::timeout;
    }
    answer.tcp = reply.tcp;
  }
  self->note(server, answer.status);
  answer.elapsed = self->clock.steady_now() - started;
  co_return answer;
}

awaitable<DnsAnswer> CaresResolver::Impl::query(Self self, std::string name, RecordType type) {
  DnsAnswer result;
  result.status = DnsStatus::cancelled;
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return result;

  const EncodedQuery probe = encode_query(name, type, 0, false);
  if (probe.status != ARES_SUCCESS) {
    // RFC 7686 section 2: c-ares keeps names under .onion to itself and says that they do not exist.
    result.status = probe.status == ARES_ENOTFOUND ? DnsStatus::nxdomain : DnsStatus::invalid_name;
    co_return result;
  }
  const Permit permit = co_await acquire(self);
  if (!permit) co_return result;

  const auto started = self->clock.steady_now();
  std::vector<DnsAttempt> attempts;
  std::vector<DnsStatus> last(self->servers.size(), DnsStatus::timeout);
  DnsAnswer best;
  best.status = DnsStatus::unreachable;
  for (int round = 0; round < self->config.tries && !is_about_the_name(best.status); ++round) {
    const std::vector<std::size_t> order = self->order();
    for (const std::size_t server : order) {
      if (!worth_another_try(last[server])) continue;
      // Only the first round uses EDNS: some firewalls drop what they do not know.
      std::optional<DnsAnswer> answer = co_await ask(self, server, name, type, round == 0);
      if (!answer) {
        result.attempts = std::move(attempts);
        co_return result;
      }
      attempts.push_back({answer->resolver, answer->status, answer->elapsed, answer->tcp});
      last[server] = answer->status;
      const bool final = is_about_the_name(answer->status);
      if (final || best.resolver.empty() || rank(answer->status) < rank(best.status))
        best = std::move(*answer);
      if (final) break;
    }
  }
  best.attempts = std::move(attempts);
  best.elapsed = self->clock.steady_now() - started;
  co_return best;
}

CaresResolver::CaresResolver(asio::any_io_executor executor, const ResolverConfig& config, const Clock& clock,
                             RandomSource& random)
    : impl_(std::make_shared<Impl>(std::move(executor), config, clock, random)) {}

CaresResolver::~CaresResolver() { impl_->close(); }

// Not a coroutine itself: the query holds on to the state, so that this object may be gone before it begins.
awaitable<DnsAnswer> CaresResolver::query(std::string name, RecordType type) {
  return Impl::query(impl_, std::move(name), type);
}

}  // namespace mapigate::dns
