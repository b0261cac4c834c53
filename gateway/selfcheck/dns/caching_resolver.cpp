#include "gateway/selfcheck/dns/caching_resolver.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>
#include <unordered_map>
#include <utility>

#include "gateway/base/encoding.hpp"

namespace mapigate::dns {

namespace asio = boost::asio;
using boost::asio::awaitable;

struct CachingResolver::Impl : std::enable_shared_from_this<CachingResolver::Impl> {
  struct Entry {
    std::string key;
    bool done = false;
    DnsAnswer answer;  // when done
    Clock::SteadyTime stale_at{};
    std::list<asio::steady_timer*> waiting;  // while not done
    asio::cancellation_signal cancel;        // ends the query of the resolver behind
    bool running = true;                     // there is such a query, so that `cancel` may be emitted
  };
  using EntryPtr = std::shared_ptr<Entry>;
  using Self = std::shared_ptr<Impl>;

  Impl(asio::any_io_executor on, std::shared_ptr<Resolver> behind, const Clock& time, CachingOptions how)
      : executor(std::move(on)), inner(std::move(behind)), clock(time), options(how) {}

  asio::any_io_executor executor;
  std::shared_ptr<Resolver> inner;
  const Clock& clock;
  CachingOptions options;
  bool closed = false;
  std::list<EntryPtr> by_use;  // the most recent first
  std::unordered_map<std::string, std::list<EntryPtr>::iterator> by_key;

  void close() {
    closed = true;
    by_key.clear();
    for (const EntryPtr& entry : std::exchange(by_use, {})) end(entry);
  }

  // Those that wait are told that there will be no answer.
  static void end(const EntryPtr& entry) {
    if (entry->done) return;
    for (asio::steady_timer* timer : entry->waiting) timer->cancel();
    if (entry->running) entry->cancel.emit(asio::cancellation_type::terminal);
  }

  EntryPtr find(const std::string& key) {
    const auto found = by_key.find(key);
    if (found == by_key.end()) return nullptr;
    const EntryPtr entry = *found->second;
    if (entry->done && clock.steady_now() >= entry->stale_at) {
      forget(entry);
      return nullptr;
    }
    by_use.splice(by_use.begin(), by_use, found->second);
    return entry;
  }

  void forget(const EntryPtr& entry) {
    const auto found = by_key.find(entry->key);
    if (found == by_key.end() || *found->second != entry) return;
    by_use.erase(found->second);
    by_key.erase(found);
  }

  EntryPtr start(const std::string& key, const std::string& name, RecordType type) {
    while (by_use.size() >= options.max_entries && !by_use.empty()) forget(EntryPtr(by_use.back()));
    auto entry = std::make_shared<Entry>();
    entry->key = key;
    by_use.push_front(entry);
    by_key.emplace(key, by_use.begin());
    // Goes with the query, also when the event loop is destroyed before its end.
    const EntryPtr running(entry.get(), [entry](Entry* ended) { ended->running = false; });
    // Spawned by itself, so that it does not end with the caller that came first.
    asio::co_spawn(executor, inner->query(name, type),
                   asio::bind_cancellation_slot(entry->cancel.slot(),
                                                [self = shared_from_this(), running](
                                                    const std::exception_ptr& error, DnsAnswer answer) {
                                                  if (error) answer.status = DnsStatus::cancelled;
                                                  self->finish(running, std::move(answer));
                                                }));
    return entry;
  }

  void finish(const EntryPtr& entry, DnsAnswer answer) {
    entry->done = true;
    entry->answer = std::move(answer);
    entry->stale_at = clock.steady_now() + options.fresh_for;
    if (entry->answer.status == DnsStatus::cancelled) forget(entry);
    for (asio::steady_timer* timer : entry->waiting) timer->cancel();
  }

  static awaitable<DnsAnswer> query(Self self, std::string name, RecordType type);
};

awaitable<DnsAnswer> CachingResolver::Impl::query(Self self, std::string name, RecordType type) {
  DnsAnswer cancelled;
  cancelled.status = DnsStatus::cancelled;
  const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
  if (self->closed || state.cancelled() != asio::cancellation_type::none) co_return cancelled;

  std::string key = to_lower(name);
  if (key.ends_with('.')) key.pop_back();
  key += '/';
  key += to_string(type);
  EntryPtr entry = self->find(key);
  if (!entry) entry = self->start(key, name, type);
  if (!entry->done) {
    asio::steady_timer wake(self->executor, std::chrono::steady_clock::time_point::max());
    // Taken off the list also when the coroutine is destroyed while it waits.
    struct Waiting {
      std::list<asio::steady_timer*>& list;
      std::list<asio::steady_timer*>::iterator at;
      ~Waiting() { list.erase(at); }
    };
    {
      const Waiting waiting{entry->waiting, entry->waiting.insert(entry->waiting.end(), &wake)};
      boost::system::error_code ignored;
      co_await wake.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (!entry->done && entry->waiting.empty()) {
      self->forget(entry);
      end(entry);
    }
  }
  co_return entry->done ? entry->answer : cancelled;
}

CachingResolver::CachingResolver(asio::any_io_executor executor, std::shared_ptr<Resolver> inner,
                                 const Clock& clock, CachingOptions options)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(inner), clock, options)) {}

CachingResolver::~CachingResolver() { impl_->close(); }

awaitable<DnsAnswer> CachingResolver::query(std::string name, RecordType type) {
  return Impl::query(impl_, std::move(name), type);
}

}  // namespace mapigate::dns
