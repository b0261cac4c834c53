#include "gateway/auth/throttle.hpp"

#include <algorithm>

namespace mapigate::auth {

namespace {
double seconds(Clock::SteadyTime::duration duration) {
  return std::chrono::duration<double>(duration).count();
}
}  // namespace

Throttle::Throttle(const ThrottleConfig& config, const Clock& clock, std::size_t max_entries)
    : account_rate_{static_cast<double>(config.account_failures), seconds(config.account_recovery)},
      client_rate_{static_cast<double>(config.address_failures), seconds(config.address_recovery)},
      known_rate_{static_cast<double>(config.known_failures), seconds(config.known_recovery)},
      known_life_(config.known_life),
      clock_(clock),
      accounts_(max_entries),
      clients_(max_entries),
      known_(max_entries) {}

double Throttle::level(const Bucket* bucket, const Rate& rate, Clock::SteadyTime now) {
  if (!bucket || bucket->tokens < 0) return rate.capacity;
  return std::min(rate.capacity, bucket->tokens + seconds(now - bucket->filled) / rate.recovery);
}

bool Throttle::take(Bucket& bucket, const Rate& rate, Clock::SteadyTime now) {
  // Several attempts may have been admitted by the last token: there is no debt.
  bucket.tokens = std::max(0.0, level(&bucket, rate, now) - 1);
  bucket.filled = now;
  return bucket.tokens < 1;
}

Throttle::Known* Throttle::known(const Attempt& attempt, Clock::SteadyTime now) {
  Known* known = known_.find({attempt.account, attempt.client});
  return known && now - known->last_success < known_life_ ? known : nullptr;
}

Throttle::Admission Throttle::admit(const Attempt& attempt) {
  const Clock::SteadyTime now = clock_.steady_now();
  const std::scoped_lock lock(mutex_);
  if (const Known* pair = known(attempt, now); pair && level(&pair->bucket, known_rate_, now) >= 1) {
    return Admission::known;
  }
  if (level(accounts_.find(attempt.account), account_rate_, now) < 1) return Admission::account_empty;
  if (level(clients_.find(attempt.client), client_rate_, now) < 1) return Admission::client_empty;
  return Admission::open;
}

Throttle::Emptied Throttle::failed(const Attempt& attempt, Admission admission) {
  const Clock::SteadyTime now = clock_.steady_now();
  const std::scoped_lock lock(mutex_);
  if (admission == Admission::known) {
    if (Known* pair = known(attempt, now)) take(pair->bucket, known_rate_, now);
    return {};
  }
  Emptied emptied;
  emptied.account = take(accounts_.touch_or_make(attempt.account), account_rate_, now);
  emptied.client = take(clients_.touch_or_make(attempt.client), client_rate_, now);
  return emptied;
}

void Throttle::succeeded(const Attempt& attempt) {
  const Clock::SteadyTime now = clock_.steady_now();
  const std::scoped_lock lock(mutex_);
  known_.touch_or_make({attempt.account, attempt.client}).last_success = now;
}

std::size_t Throttle::size() const {
  const std::scoped_lock lock(mutex_);
  return accounts_.size() + clients_.size() + known_.size();
}

}  // namespace mapigate::auth
