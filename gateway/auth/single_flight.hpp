#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "gateway/auth/keyed_hash.hpp"
#include "gateway/auth/metrics.hpp"
#include "gateway/directory/user.hpp"

namespace mapigate::auth {

// How the verification of a credential ended, for all who waited for it.
struct Outcome {
  Metrics::Result result = Metrics::Result::unavailable;
  directory::UserPtr user = nullptr;  // when verified or cached
};

// One verification, and all connections that wait for it.
class Flight {
 public:
  // Suspends until the outcome is there; nothing when the coroutine is cancelled meanwhile. The executor of
  // the coroutine must run on one thread.
  static boost::asio::awaitable<std::optional<Outcome>> wait(std::shared_ptr<Flight> flight);
  // On any thread.
  void land(const Outcome& outcome);

 private:
  struct Waiter;
  class Leave;
  struct Waiting {
    boost::asio::any_io_executor executor;
    std::weak_ptr<Waiter> waiter;
    const Waiter* id;
  };

  std::mutex mutex_;
  std::optional<Outcome> outcome_;
  std::vector<Waiting> waiting_;
};

// Sees to it that the same credential of the same client is verified once at a time: Outlook opens several
// connections at once, each with the same password. May be used from any thread.
class SingleFlight {
 public:
  struct Key {
    CredentialKey credential;
    std::uint64_t client = 0;
    bool operator==(const Key&) const = default;
  };
  struct Joined {
    std::shared_ptr<Flight> flight;
    bool first = false;  // it is this caller's task to bring about the landing
  };

  Joined join(const Key& key);
  void land(const Key& key, const Outcome& outcome);

 private:
  struct KeyHash {
    std::size_t operator()(const Key& key) const { return CredentialKeyHash()(key.credential) ^ key.client; }
  };
  std::mutex mutex_;
  std::unordered_map<Key, std::shared_ptr<Flight>, KeyHash> flights_;
};

}  // namespace mapigate::auth
