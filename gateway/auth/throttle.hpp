#pragma once

#include <mutex>

#include "gateway/auth/config.hpp"
#include "gateway/auth/lru_map.hpp"
#include "gateway/base/clock.hpp"

namespace mapigate::auth {

// Limits how many wrong passwords are looked at, by token buckets: one an account, one a client. Only
// failures take a token, so an office behind one address can log in all at once. An account that has logged
// in at a client has a further bucket for just that pair, so that an attack from elsewhere, however long,
// does not lock its owner out of a known place; and as every bucket refills, nobody is locked out for good.
// May be used from any thread.
class Throttle {
 public:
  // Numbers made by KeyedHash.
  struct Attempt {
    std::uint64_t account;
    std::uint64_t client;
  };

  enum class Admission {
    known,          // by the bucket of the pair
    open,           // by the buckets of the account and of the client
    account_empty,  // refused
    client_empty,   // refused
  };
  static bool admitted(Admission admission) { return admission <= Admission::open; }

  // Which buckets a failure has emptied, for the log.
  struct Emptied {
    bool account = false;
    bool client = false;
  };

  Throttle(const ThrottleConfig& config, const Clock& clock, std::size_t max_entries = 65'536);

  Admission admit(const Attempt& attempt);
  // The password of an admitted attempt was wrong.
  Emptied failed(const Attempt& attempt, Admission admission);
  // It was right: the pair is known from now on.
  void succeeded(const Attempt& attempt);

  // Entries of all tables.
  std::size_t size() const;

 private:
  struct Bucket {
    double tokens = -1;  // negative: new, that is full
    Clock::SteadyTime filled;
  };
  struct Known {
    Bucket bucket;
    Clock::SteadyTime last_success;
  };
  struct Rate {
    double capacity;
    double recovery;  // seconds a token
  };
  struct PairHash {
    std::size_t operator()(const std::pair<std::uint64_t, std::uint64_t>& pair) const {
      return pair.first ^ (pair.second * 0x9E3779B97F4A7C15u);
    }
  };
  using Buckets = LruMap<std::uint64_t, Bucket>;

  static double level(const Bucket* bucket, const Rate& rate, Clock::SteadyTime now);
  // Takes one token; true when that leaves less than one.
  static bool take(Bucket& bucket, const Rate& rate, Clock::SteadyTime now);
  Known* known(const Attempt& attempt, Clock::SteadyTime now);

  Rate account_rate_;
  Rate client_rate_;
  Rate known_rate_;
  Clock::SteadyTime::duration known_life_;
  const Clock& clock_;

  // An entry is made only when a password was hashed, so a flood cannot push out entries faster than they
  // would become meaningless by themselves.
  mutable std::mutex mutex_;
  Buckets accounts_;
  Buckets clients_;
  LruMap<std::pair<std::uint64_t, std::uint64_t>, Known, PairHash> known_;
};

}  // namespace mapigate::auth
